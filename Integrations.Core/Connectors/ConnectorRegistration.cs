using Integrations.Core.Connectors.Declarative;
using Integrations.Core.Connectors.Dropbox;
using Integrations.Core.Connectors.GitHub;
using Integrations.Core.Connectors.GoogleCalendar;
using Integrations.Core.Connectors.GoogleDrive;
using Integrations.Core.Connectors.GoogleMeet;
using Integrations.Core.Connectors.Jira;
using Integrations.Core.Connectors.N8n;
using Integrations.Core.Connectors.Outlook;
using Integrations.Core.Connectors.Slack;
using Integrations.Core.Connectors.Webhook;
using Integrations.Core.Connectors.Zapier;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Core.Connectors;

/// <summary>The one list of connectors: a vendor is its folder and its line here, or a file in Declarative/Providers.</summary>
public static class ConnectorRegistration
{
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
