using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Diagnostics;

internal static class DiagnosticsRegistration
{
    /// <summary>The doctor, objectives, log levels, and the watch over what waits.</summary>
    public static void AddDiagnostics(this IServiceCollection services)
    {
        services.AddSingleton<AbandonedClaims>();
        services.AddSingleton<MailTrial>();
        services.AddSingleton<WeeklySummaries>();
        services.AddHostedService(provider => provider.GetRequiredService<WeeklySummaries>());
        services.AddSingleton<QueueWatch>();
        services.AddDoctor();
        services.AddSingleton<LogLevelSwitch>();
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevelSwitch>());
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevelSwitch>());
        services.AddSingleton<LogLevelService>();
        services.AddSingleton<ObjectiveWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<ObjectiveWatch>());
        services.TryAddSingleton(new HostFacts(IsProduction: false, PlaysVendors: false));
        services.AddHostedService(provider => provider.GetRequiredService<QueueWatch>());
    }
}
