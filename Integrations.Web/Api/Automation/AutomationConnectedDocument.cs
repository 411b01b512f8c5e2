using Integrations.Core.Management;
using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Automation;

internal sealed record AutomationConnectedDocument(string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, [property: OneOf("connected", "pending", "disconnected")] string Status, [property: ShownOnce] string? AuthUrl, string Message)
{
    public static AutomationConnectedDocument Of(AutomationConnected connected) => new(
        AutomationIds.Of(AutomationIds.Integration, connected.View.Id),
        AutomationCatalog.TypeOf(connected.View.Provider),
        connected.View.Name,
        connected.AuthorizationUrl is null ? AutomationIntegrations.StatusOf(connected.View.Instance) : "pending",
        connected.AuthorizationUrl,
        connected.AuthorizationUrl is null ? "Connected" : "Complete the authorization flow");

    public static AutomationConnectedDocument Of(WebhookEndpointView webhook) =>
        new(AutomationIds.Of(AutomationIds.Webhook, webhook.Id), "webhook", webhook.Name, AutomationWebhookDetails.StatusOf(webhook), null, "Connected");
}
