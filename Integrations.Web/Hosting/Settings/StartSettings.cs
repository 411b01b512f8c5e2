using Integrations.Primitives;

namespace Integrations.Web.Hosting.Settings;

/// <summary>What a start found in its configuration.</summary>
internal sealed partial class StartSettings
{
    private StartSettings(IConfiguration configuration, IHostEnvironment environment, KnownSettings known)
    {
        (Configuration, Environment, Known) = (configuration, environment, known);
        Problems = new SettingsCheck(configuration, environment, known).Run();
        Unknown = UnknownSettings.Find(configuration, known);
    }

    public IConfiguration Configuration { get; }

    public IHostEnvironment Environment { get; }

    public KnownSettings Known { get; }

    /// <summary>What it cannot start with.</summary>
    public IReadOnlyList<SettingProblem> Problems { get; }

    /// <summary>What has no effect, and probably was to have one.</summary>
    public IReadOnlyList<UnknownSetting> Unknown { get; }

    /// <summary>After all services are registered: they say which settings there are.</summary>
    public static StartSettings Of(WebApplicationBuilder builder)
    {
        var settings = new StartSettings(builder.Configuration, builder.Environment, KnownSettings.Of(builder.Services, builder.Environment));
        builder.Services.AddSingleton(settings);
        return settings;
    }

    /// <summary>Prints every problem on a line of its own.</summary>
    /// <returns>The exit code, when there are any.</returns>
    public async Task<int?> RefuseAsync(TextWriter errors) => Problems.Count == 0 ? null : await SettingsRefusal.PrintAsync(Problems, errors);

    public void WarnOfUnknown(ILogger logger)
    {
        foreach (var unknown in Unknown)
        {
            LogUnknown(logger, unknown);
        }
    }

    [LoggerMessage(5401, LogLevel.Warning, "{Setting}")]
    private static partial void LogUnknown(ILogger logger, UnknownSetting setting);
}
