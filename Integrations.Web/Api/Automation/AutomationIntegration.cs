using Integrations.Core.Management;
using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <param name="Type">zapier, n8n, webhook or custom.</param>
/// <param name="Status">connected, pending or disconnected.</param>
/// <param name="Capabilities">Names of actions, as far as they are known without asking the vendor.</param>
internal sealed record AutomationIntegration(
    string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, string? Description, [property: OneOf("connected", "pending", "disconnected")] string Status, string? Icon, DateTimeOffset? ConnectedAt, DateTimeOffset? LastUsed, IReadOnlyList<string> Capabilities)
{
    public static AutomationIntegration Of(InstanceView view) => new(
        AutomationIds.Of(AutomationIds.Integration, view.Id),
        AutomationCatalog.TypeOf(view.Provider),
        view.Name,
        view.Instance.Description ?? view.Provider?.Document.Description,
        AutomationIntegrations.StatusOf(view.Instance),
        view.Instance.Icon ?? view.Provider?.Document.Icon,
        view.Connection?.ConnectedAt ?? view.Instance.LastConnectedAt,
        view.Instance.LastUsedAt,
        AutomationCatalog.CapabilitiesOf(view.Provider));

    public static AutomationIntegration Of(WebhookEndpointView webhook) => new(
        AutomationIds.Of(AutomationIds.Webhook, webhook.Id), "webhook", webhook.Name, null, AutomationWebhookDetails.StatusOf(webhook), "webhook", webhook.CreatedAt, webhook.LastSuccessAt, []);

    public static AutomationIntegration Of(AutomationRow row) => row.Webhook is { } webhook ? Of(webhook) : Of(row.Integration!);
}
