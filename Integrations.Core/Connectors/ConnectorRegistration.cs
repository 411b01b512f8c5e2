using Integrations.Core.Connectors.GitHub;
using Integrations.Core.Connectors.GoogleCalendar;
using Integrations.Core.Connectors.Outlook;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Connectors;

/// <summary>The one list of connectors: a vendor is its folder and its line here.</summary>
public static class ConnectorRegistration
{
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.AddSingleton<IConnector, GitHubConnector>();
        services.AddSingleton<IConnector, GoogleCalendarConnector>();
        services.AddSingleton<IConnector, OutlookConnector>();
        return services;
    }
}
