using Integrations.Core.Jobs.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Connections.Links;

internal static class ConnectLinksRegistration
{
    /// <summary>Links to connect. Needs connections, mail, and an <see cref="IConnectTargets"/>.</summary>
    public static IServiceCollection AddConnectLinks(this IServiceCollection services)
    {
        services.AddSingleton<ConnectLinkDrafts>();
        services.AddSingleton<ConnectLinkMail>();
        services.AddSingleton<ConnectLinkService>();
        services.AddSingleton<ConnectLinkRulesService>();
        services.AddSingleton<ConnectLinkDoor>();
        services.AddSingleton<ConnectLinkVisits>();
        services.AddRetention<ConnectLink>(
            "links to connect", nameof(RetentionOptions.ConnectLinkDays), options => options.ConnectLinkDays, (db, before) => db.ConnectLinks.Where(link => link.ExpiresAt < before), rows => rows.OrderBy(row => row.ExpiresAt));
        return services;
    }
}
