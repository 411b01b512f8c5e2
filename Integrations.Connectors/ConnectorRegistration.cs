using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Vendors.Dropbox;
using Integrations.Connectors.Vendors.GitHub;
using Integrations.Connectors.Vendors.Google.Calendar;
using Integrations.Connectors.Vendors.Google.Drive;
using Integrations.Connectors.Vendors.Google.Meet;
using Integrations.Connectors.Vendors.Jira;
using Integrations.Connectors.Vendors.N8n;
using Integrations.Connectors.Vendors.Outlook;
using Integrations.Connectors.Vendors.Slack;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Connectors.Vendors.Zapier;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Connectors;

/// <summary>The one list of connectors: a vendor is its folder and its line here, or a file in Declarative/Providers.</summary>
public static class ConnectorRegistration
{
    /// <summary>Registers each connector as a singleton. Reading the built-in provider files begins at once, beside the rest of the start.</summary>
    /// <returns>The same collection. A built-in provider file with a mistake throws <see cref="InvalidOperationException"/> when its connector is first asked for.</returns>
    public static IServiceCollection AddConnectors(this IServiceCollection services)
    {
        services.AddSingleton<IConnector, GitHubConnector>();
        services.AddSingleton<IConnector, DropboxConnector>();
        services.AddSingleton<IConnector, GoogleCalendarConnector>();
        services.AddSingleton<IConnector, GoogleDriveConnector>();
        services.AddSingleton<IConnector, GoogleMeetConnector>();
        services.AddSingleton<IConnector, JiraConnector>();
        services.AddSingleton<IConnector, N8nConnector>();
        services.AddSingleton<IConnector, OutlookConnector>();
        services.AddSingleton<IConnector, SlackConnector>();
        services.AddSingleton<IConnector, WebhookConnector>();
        services.AddSingleton<IConnector, ZapierConnector>();
        DeclarativeProviders.Begin();
        foreach (var name in DeclarativeProviders.Names)
        {
            services.AddSingleton<IConnector>(_ => DeclarativeProviders.Of(name));
        }

        return services;
    }
}
