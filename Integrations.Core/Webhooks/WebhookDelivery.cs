namespace Integrations.Core.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
public sealed class WebhookDelivery
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid EventId { get; init; }

    public Guid EndpointId { get; init; }

    public required string EventType { get; init; }

    public DeliveryStatus Status { get; set; }

    /// <summary>
    /// When it is to be tried; while it is claimed, when its lease ends; null once it is finished, so that the past does
    /// not slow the search for what is due.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Fresh for each claim: every later write is fenced by it (RELIABILITY L2).</summary>
    public Guid? ClaimId { get; set; }

    public int Attempts { get; set; }

    /// <summary>Leases lost in a row; the third makes it a dead letter (RELIABILITY L3).</summary>
    public int LeaseLosses { get; set; }

    /// <summary>The body that the first attempt sent, byte for byte; null before the first.</summary>
    public string? SentBody { get; set; }

    /// <summary>W3C trace context of the request that replayed it last; the event's own is with the event (RELIABILITY O4).</summary>
    public string? ReplayTraceParent { get; set; }

    public int? LastStatusCode { get; set; }

    public string? LastError { get; set; }

    public int? LastDurationMs { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Ends it; the claim ends too.</summary>
    internal void Finish(DeliveryStatus status, string? error, DateTimeOffset now)
    {
        (Status, DueAt, ClaimId, CompletedAt) = (status, null, null, now);
        LastError = Primitives.Text.Cut(error, 500) ?? (status == DeliveryStatus.Succeeded ? null : LastError);
    }
}
