using Integrations.Core.Storage;

namespace Integrations.Core.Events;

/// <summary>Something that happened, written in the same transaction as the change itself (RELIABILITY D4).</summary>
public sealed class OutboxEvent : ISignalsAtCommit
{
    /// <summary>Also the id that receivers de-duplicate by; the same on every attempt and replay (SECURITY W5).</summary>
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>JSON without credentials.</summary>
    public required string Data { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>W3C trace context of the request that caused it (RELIABILITY O4).</summary>
    public string? TraceParent { get; init; }

    /// <summary>When deliveries were made out of it; null while it waits.</summary>
    public DateTimeOffset? FannedOutAt { get; set; }
}
