using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Integrations.Web.Hosting.Setup;

internal static class SetupHosting
{
    public static IServiceCollection AddFirstRunAnnouncement(this IServiceCollection services)
    {
        services.TryAddSingleton(_ => new FirstRunOutput(Console.Out));
        return services.AddHostedService<FirstRunAnnouncement>();
    }
}
