namespace Integrations.Web.Hosting.Commands;

/// <summary>Tells settings on the command line from commands and their options.</summary>
internal static class SettingArguments
{
    private static readonly HashSet<string> HostKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "environment", "urls", "contentRoot", "applicationName", "webroot", "http_ports", "https_ports", "AllowedHosts",
    };

    /// <returns>What configuration reads, and what is left for the command line's own grammar.</returns>
    public static (IReadOnlyList<string> Settings, IReadOnlyList<string> Remaining) Split(IReadOnlyList<string> arguments)
    {
        var (settings, rest) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            // Before a command everything of the form --name=value is a setting: hosting tools pass their own so.
            if (!IsSetting(argument, isBeforeCommand: rest.Count == 0))
            {
                rest.Add(argument);
                continue;
            }

            settings.Add(argument);
            if (!argument.Contains('=', StringComparison.Ordinal) && i + 1 < arguments.Count)
            {
                settings.Add(arguments[++i]);
            }
        }

        return (settings, rest);
    }

    private static bool IsSetting(string argument, bool isBeforeCommand)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
        {
            return false;
        }

        var end = argument.IndexOf('=', StringComparison.Ordinal);
        var name = end < 0 ? argument[2..] : argument[2..end];
        return name.Contains(':', StringComparison.Ordinal) || HostKeys.Contains(name) || name.StartsWith("OTEL_", StringComparison.Ordinal)
            || (isBeforeCommand && end > 0);
    }
}
