using System.Text.Json.Nodes;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <summary>A webhook: where to send which events.</summary>
[ApiRequest(nameof(AutomationWebhookRequest.Name), nameof(AutomationWebhookRequest.Url), nameof(AutomationWebhookRequest.Events))]
[HoldsSecret]
internal sealed class AutomationWebhookRequest
{
    /// <summary>Webhook name.</summary>
    public string? Name { get; init; }

    /// <summary>Webhook URL, https.</summary>
    public string? Url { get; init; }

    /// <summary>Events to subscribe to.</summary>
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>Custom headers, an object of texts.</summary>
    public JsonObject? Headers { get; init; }

    /// <summary>HMAC secret for verification, at least 12 characters; made by the hub when absent.</summary>
    public string? Secret { get; init; }

    public override string ToString() => "***";
}
