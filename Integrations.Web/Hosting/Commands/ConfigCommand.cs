using System.Globalization;
using Integrations.Web.Hosting.Settings;

namespace Integrations.Web.Hosting.Commands;

/// <summary>
/// <c>config</c>: every setting with its value and where that came from, secrets masked; then what is wrong. It needs no database, and
/// ends as a start would: with 0 or 78.
/// </summary>
internal sealed class ConfigCommand() : HubCommand("config", "Print the effective configuration, secrets masked, and where each value came from.", CommandStage.Settings)
{
    public override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var settings = context.Get<StartSettings>();
        await context.Output.TableAsync(["setting", "value", "from"], [.. Rows(settings)], row => $"{row[0]} = {row[1]}  [{row[2]}]");
        foreach (var unknown in settings.Unknown)
        {
            await context.Output.LineAsync($"WARNING  {unknown}");
        }

        foreach (var problem in settings.Problems)
        {
            await context.Output.LineAsync($"ERROR    {problem}");
        }

        return settings.Problems.Count == 0 ? ExitCodes.Ok : ExitCodes.Configuration;
    }

    private static IEnumerable<string[]> Rows(StartSettings settings)
    {
        yield return ["environment", settings.Environment.EnvironmentName, SettingOrigins.Of(settings.Configuration, "environment") ?? SettingOrigins.Default];
        yield return ["urls", settings.Configuration["urls"] ?? "", SettingOrigins.Of(settings.Configuration, "urls") ?? SettingOrigins.Default];
        var given = settings.Configuration.AsEnumerable().Where(entry => entry.Value is not null && settings.Known.Find(entry.Key) is not null)
            .ToLookup(entry => settings.Known.Find(entry.Key)!.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var setting in settings.Known.All)
        {
            var found = given[setting.Key].Where(entry => !(setting.IsList && entry.Value!.Length == 0)).OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase).ToList();
            foreach (var (key, value) in found)
            {
                var spelled = setting.IsList || setting.Key.Contains('*', StringComparison.Ordinal) ? key : setting.Key;
                yield return [spelled, SecretSettings.Show(key, value!), SettingOrigins.Of(settings.Configuration, key) ?? SettingOrigins.Default];
            }

            // Settings of things that have names of their own are shown where they are set.
            if (found.Count == 0 && !setting.Key.Contains('*', StringComparison.Ordinal))
            {
                yield return [setting.Key, Shown(setting), SettingOrigins.Default];
            }
        }
    }

    private static string Shown(KnownSetting setting) => setting.Default switch
    {
        null => "(not set)",
        string text => SecretSettings.Show(setting.Key, text),
        System.Collections.IEnumerable list => list.Cast<object?>().Select(item => Convert.ToString(item, CultureInfo.InvariantCulture)).ToList() is { Count: > 0 } items ? string.Join(", ", items) : "(empty)",
        var value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
