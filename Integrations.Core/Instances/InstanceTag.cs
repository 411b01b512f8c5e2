using Integrations.Primitives;

namespace Integrations.Core.Instances;

/// <summary>A free word on an integration, for finding those that belong together.</summary>
public sealed class InstanceTag
{
    /// <summary>In characters.</summary>
    public const int NameMaxLength = 30;

    /// <summary>So many an integration can have.</summary>
    public const int MostOfAnIntegration = 10;

    /// <summary>The integration that has it.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Whose integration it is.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>1 to 30 characters, as it was written, with single blanks between words.</summary>
    public required string Name { get; set; }

    /// <summary>What decides whether two are the same: without case, and without what is not seen.</summary>
    public required string Key { get; init; }

    /// <summary>The key of a word that a person or an address gives.</summary>
    public static string KeyOf(string name) => TextMatch.Key(name);

    /// <summary>Trimmed, with single blanks between words.</summary>
    internal static string Words(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Null for names that can be an integration's tags, however often one is among them.</summary>
    internal static Failure? Check(IReadOnlyList<string?>? names)
    {
        foreach (var name in names ?? [])
        {
            if (!Text.IsVisible(name) || name!.Any(char.IsControl))
            {
                return Failure.InvalidField("tags", "A tag must have something to be seen, and no control characters.");
            }

            if (Words(name!).Length > NameMaxLength)
            {
                return Failure.InvalidField("tags", $"A tag may have at most {NameMaxLength} characters: '{Text.Shorten(Words(name!), NameMaxLength)}' is too long.");
            }

            if (name!.Contains(',', StringComparison.Ordinal))
            {
                return Failure.InvalidField("tags", "A tag must not contain a comma: commas stand between tags.");
            }
        }

        return names is not null && Distinct(names!).Count > MostOfAnIntegration
            ? Failure.InvalidField("tags", $"An integration can have {MostOfAnIntegration} tags. Take out those that are needed least.")
            : null;
    }

    /// <summary>Each once, as it was written first.</summary>
    internal static IReadOnlyDictionary<string, string> Distinct(IEnumerable<string> names)
    {
        var distinct = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            distinct.TryAdd(KeyOf(name), Words(name));
        }

        return distinct;
    }
}
