using Integrations.Core.Storage;
using Integrations.Primitives;

namespace Integrations.Core.Events;

/// <summary>Something that happened, written in the same transaction as the change itself (RELIABILITY D4).</summary>
public sealed class OutboxEvent : ISignalsAtCommit
{
    /// <summary>Also the id that receivers de-duplicate by; the same on every attempt and replay (SECURITY W5).</summary>
    public Guid Id { get; init; }

    /// <summary>Its endpoints receive it, and no other's (SECURITY W7).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>JSON without credentials.</summary>
    public required string Data { get; init; }

    /// <summary>In UTC; receivers get it as the event's time, however late it is delivered.</summary>
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>W3C trace context of the request that caused it (RELIABILITY O4).</summary>
    public string? TraceParent { get; init; }

    /// <summary>When deliveries were made out of it; null while it waits.</summary>
    public DateTimeOffset? FannedOutAt { get; set; }

    /// <summary>Something that happened now, and is not stored yet.</summary>
    /// <param name="organizationId">Only its endpoints receive the event (SECURITY W7).</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="data">Serialized with web defaults; carries no credentials.</param>
    /// <param name="now">When it happened, UTC.</param>
    public static OutboxEvent Of(Guid organizationId, string type, object data, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganizationId = organizationId,
        Type = type,
        Data = Text.Json(data)!,
        OccurredAt = now,
        TraceParent = Telemetry.TraceParent,
    };
}
