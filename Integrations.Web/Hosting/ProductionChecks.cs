using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Integrations.Core.Access.Accounts;
using Integrations.Core.Demo;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>What the runtime has to be. Section <c>Hub</c>.</summary>
internal sealed class RuntimeOptions
{
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
        services.AddOptions<RuntimeOptions>().BindConfiguration(PublicOriginOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <exception cref="OptionsValidationException">Something is switched on that must not be.</exception>
    public static async Task RefuseUnsafeProductionAsync(this WebApplication app)
    {
        if (!app.Environment.IsProduction())
        {
            return;
        }

        var demo = app.Services.GetRequiredService<IOptions<DemoOptions>>().Value;
        if (demo.Seed)
        {
            throw Refused("Demo:Seed is true. Production does not start with demo data.");
        }

        var minimum = Version.Parse(app.Services.GetRequiredService<IOptions<RuntimeOptions>>().Value.MinimumRuntime);
        if (Environment.Version < minimum)
        {
            throw Refused($"Hub:MinimumRuntime is {minimum}, and this runtime is {Environment.Version}. Update .NET.");
        }

        if (await app.Services.GetRequiredService<DefaultPasswords>().FindAsync(demo.Password, app.Lifetime.ApplicationStopping) is { } email)
        {
            throw Refused($"The account {email} has the password of the demo data (Demo:Password). Delete the account or change its password.");
        }
    }

    private static OptionsValidationException Refused(string message) => new("Production", typeof(ProductionChecks), [message]);
}
