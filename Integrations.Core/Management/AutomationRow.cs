using Integrations.Core.Webhooks;

namespace Integrations.Core.Management;

/// <summary>One row of 003's list: an integration, or a webhook that receives the hub's events. One of the two is set.</summary>
public sealed record AutomationRow(InstanceView? Integration, WebhookEndpointView? Webhook)
{
    internal Guid Id => Integration?.Id ?? Webhook!.Id;
}
