namespace Integrations.Core.Webhooks;

/// <summary>A delivery as the log shows it.</summary>
public sealed record DeliveryView(Guid Id, Guid EventId, Guid EndpointId, string EndpointName, string EventType, DeliveryStatus Status, int Attempts, int? StatusCode, string? Error, int? DurationMs, DateTimeOffset CreatedAt, DateTimeOffset? DueAt, DateTimeOffset? CompletedAt);
