using Integrations.Core.Webhooks;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Automation;

/// <param name="WebhookId">Where it went.</param>
/// <param name="EventId">The webhook-id header; the same at every try and replay.</param>
/// <param name="Status">pending, succeeded or failed.</param>
/// <param name="Attempts">Tries so far, since the last replay.</param>
/// <param name="StatusCode">The receiver's last answer; absent when none came.</param>
/// <param name="NextAttemptAt">While it is pending.</param>
internal sealed record AutomationDelivery(
    string Id, string WebhookId, string Event, Guid EventId, [property: OneOf("pending", "succeeded", "failed")] string Status, int Attempts, int? StatusCode, string? Error,
    DateTimeOffset CreatedAt, DateTimeOffset? NextAttemptAt, DateTimeOffset? CompletedAt)
{
    public static AutomationDelivery Of(DeliveryView d) => new(
        AutomationIds.Of(AutomationIds.Delivery, d.Id), AutomationIds.Of(AutomationIds.Webhook, d.EndpointId), d.EventType, d.EventId, NameOf(d.Status), d.Attempts, d.StatusCode,
        d.Status == DeliveryStatus.Succeeded ? null : d.Error, d.CreatedAt, d.Status == DeliveryStatus.Pending ? d.DueAt : null, d.CompletedAt);

    public static string NameOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Succeeded => "succeeded",
        DeliveryStatus.Dead => "failed",
        _ => "pending",
    };

    public static DeliveryStatus? Parse(string? status) => status switch
    {
        "pending" => DeliveryStatus.Pending,
        "succeeded" => DeliveryStatus.Succeeded,
        "failed" => DeliveryStatus.Dead,
        _ => null,
    };
}
