using Integrations.Core.Demo;
using Integrations.Primitives;
using Integrations.Web.Hosting.Settings;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>Production does not start with switches that make trying the hub easy (SECURITY V7). Each refusal names its setting.</summary>
internal static class ProductionChecks
{
    public static IServiceCollection AddProductionChecks(this IServiceCollection services)
    {
        services.AddOptions<RuntimeOptions>().BindConfiguration(RuntimeOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>What only the database can say: an account that still has the demo data's password.</summary>
    /// <returns>The exit code when Production must not start; null when it may.</returns>
    public static async Task<int?> RefuseUnsafeProductionAsync(this WebApplication app, TextWriter errors)
    {
        if (!app.Environment.IsProduction())
        {
            return null;
        }

        var demo = app.Services.GetRequiredService<IOptions<DemoOptions>>().Value;
        return await app.Services.GetRequiredService<DefaultPasswords>().FindAsync(demo.Password, app.Lifetime.ApplicationStopping) is { } email
            ? await SettingsRefusal.PrintAsync(
                [new SettingProblem("Demo:Password", $"is the password of the account {email}, which everyone can read in the documentation. Delete the account or change its password.")], errors)
            : null;
    }
}
