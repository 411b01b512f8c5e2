using Integrations.Core.Events;

namespace Integrations.Core.Webhooks;

/// <summary>A delivery that this process may make until its lease ends.</summary>
/// <param name="DueAt">When it was to be tried, before the claim moved that to the lease's end.</param>
public sealed record ClaimedDelivery(WebhookDelivery Delivery, WebhookEndpoint Endpoint, OutboxEvent Event, Guid ClaimId, DateTimeOffset DueAt);
