using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Integrations.Core.Demo;
using Integrations.Primitives;
using Integrations.Web.Hosting.Settings;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>What the runtime has to be. Section <c>Hub</c>.</summary>
internal sealed class RuntimeOptions
{
    public const string Section = PublicOriginOptions.Section;

    /// <summary>The oldest runtime that Production starts on, such as <c>10.0.2</c>: older ones have known holes. Unless told, the one that this build was made with.</summary>
    [Required, RegularExpression(@"^\d{1,3}\.\d{1,3}\.\d{1,3}$", MatchTimeoutInMilliseconds = 100)]
    public string MinimumRuntime { get; set; } = BuiltWith;

    /// <summary>As the build wrote it down, without what follows the patch level.</summary>
    internal static string BuiltWith => typeof(RuntimeOptions).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(fact => fact.Key == "BuiltWithRuntime").Value!.Split('-')[0];
}

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
                [new SettingProblem("Demo:Password", $"is the password of the account {email}, which everybody can read in the documentation. Delete the account or change its password.")], errors)
            : null;
    }
}
