namespace Integrations.Web.Hosting.Settings;

/// <summary>Finds keys that were misspelled. Variables of the environment that belong to other programs are left alone.</summary>
internal static class UnknownSettings
{
    private const int FarthestSlip = 3;

    public static IReadOnlyList<UnknownSetting> Find(IConfiguration configuration, KnownSettings known)
    {
        var unknown = new List<UnknownSetting>();
        foreach (var (key, value) in configuration.AsEnumerable().Where(entry => entry.Value is not null).OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (Examine(key, known) is var (isOurs, meant) && isOurs)
            {
                unknown.Add(new UnknownSetting(key, SettingOrigins.Of(configuration, key) ?? SettingOrigins.Default, meant));
            }
        }

        return unknown;
    }

    private static (bool IsOurs, string? Meant) Examine(string key, KnownSettings known)
    {
        if (known.Find(key) is not null)
        {
            return (false, null);
        }

        var root = KnownSettings.RootOf(key);
        if (key.Contains(':', StringComparison.Ordinal))
        {
            if (known.Sections.Contains(root) && !root.Equals("ConnectionStrings", StringComparison.OrdinalIgnoreCase))
            {
                return (true, Nearest(key, known));
            }

            // Another section altogether, unless all of the key is nearly one of ours.
            return Nearest(key, known) is { } meant && !IsOfFramework(root) ? (true, meant) : (false, null);
        }

        // HUB_PUBLICORIGIN: the separator in a variable's name is two underscores.
        var separated = key.Replace('_', ':').Replace('.', ':');
        return separated.Contains(':', StringComparison.Ordinal) && known.Find(separated) is { } one ? (true, one.Key.Replace(":", "__", StringComparison.Ordinal)) : (false, null);
    }

    private static bool IsOfFramework(string root) => root.Equals("Logging", StringComparison.OrdinalIgnoreCase) || root.Equals("Kestrel", StringComparison.OrdinalIgnoreCase);

    private static string? Nearest(string key, KnownSettings known)
    {
        // A name that anything may stand for is taken as it was given; a place in a list is not part of its name.
        var parts = key.Split(':');
        var bare = parts.Length > 2 && parts[^1].All(char.IsAsciiDigit) ? string.Join(':', parts[..^1]) : key;
        return known.All
            .Select(setting => setting.Key.Contains('*', StringComparison.Ordinal) && parts.Length > 2 ? setting.Key.Replace("*", parts[1], StringComparison.Ordinal) : setting.Key)
            .Select(candidate => (Key: candidate, Slips: Distance(bare, candidate)))
            .Where(found => found.Slips > 0 && found.Slips <= Math.Min(FarthestSlip, Math.Max(1, bare.Length / 4)))
            .OrderBy(found => found.Slips).ThenBy(found => found.Key, StringComparer.Ordinal)
            .Select(found => found.Key)
            .FirstOrDefault();
    }

    /// <summary>Levenshtein's, without regard to case.</summary>
    private static int Distance(string from, string to)
    {
        if (Math.Abs(from.Length - to.Length) > FarthestSlip)
        {
            return int.MaxValue;
        }

        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var cost = char.ToUpperInvariant(from[i - 1]) == char.ToUpperInvariant(to[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost));
            }
        }

        return row[^1];
    }
}
