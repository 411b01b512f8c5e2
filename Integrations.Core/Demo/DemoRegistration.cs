using Integrations.Core.Identity.Organizations;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Integrations.Core.Demo;

/// <summary>Registers demo data, and the look-out for its passwords.</summary>
public static class DemoRegistration
{
    /// <param name="services">The application's services.</param>
    /// <param name="seedByDefault">What holds while <c>Demo:Seed</c> is not set: true in Development.</param>
    public static IServiceCollection AddDemo(this IServiceCollection services, bool seedByDefault)
    {
        services.AddOptions<DemoOptions>()
            .Configure(demo => demo.Seed = seedByDefault)
            .BindConfiguration(DemoOptions.Section)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.TryAddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<DemoData>();
        services.AddSingleton<DefaultPasswords>();
        return services;
    }
}
