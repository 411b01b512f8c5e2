using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Core.Management;
using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <param name="Configuration">Settings and what else was given besides secrets.</param>
internal sealed record AutomationDetails(
    string Id, [property: OneOf("zapier", "n8n", "custom", "webhook")] string Type, string Name, string? Description, [property: OneOf("connected", "pending", "disconnected")] string Status, string? Icon, DateTimeOffset? ConnectedAt, DateTimeOffset? LastUsed,
    IReadOnlyList<AutomationCapability> Capabilities, JsonObject Configuration, AutomationUsage UsageStats)
{
    public static AutomationDetails Of(InstanceView view, IReadOnlyList<ActionDescriptor> actions, ActionTotals usage)
    {
        var row = AutomationIntegration.Of(view);
        return new AutomationDetails(
            row.Id, row.Type, row.Name, row.Description, row.Status, row.Icon, row.ConnectedAt, row.LastUsed,
            [.. actions.Select(AutomationCapability.Of)], ConfigurationOf(view), new AutomationUsage(usage.Total, usage.Succeeded, usage.Failed, usage.SuccessRate));
    }

    public static AutomationDetails Of(WebhookEndpointView webhook, DeliveryTotals usage)
    {
        var row = AutomationIntegration.Of(webhook);
        var configuration = new JsonObject
        {
            ["url"] = webhook.Url,
            ["events"] = new JsonArray([.. webhook.Events.Select(e => JsonValue.Create(e))]),
            ["headers"] = new JsonArray([.. webhook.HeaderNames.Select(h => JsonValue.Create(h))]),
        };
        return new AutomationDetails(
            row.Id, row.Type, row.Name, row.Description, row.Status, row.Icon, row.ConnectedAt, row.LastUsed, [], configuration,
            new AutomationUsage(usage.Total, usage.Succeeded, usage.Failed, usage.SuccessRate));
    }

    private static JsonObject ConfigurationOf(InstanceView view)
    {
        var configuration = (JsonObject)view.Instance.Settings.DeepClone();
        if (view.Connection is { } connection)
        {
            if (connection.AccountWorkspace is { } workspace)
            {
                configuration.TryAdd("workspace", workspace);
            }

            foreach (var (name, value) in connection.Facts)
            {
                configuration.TryAdd(name, value);
            }
        }

        return configuration;
    }
}
