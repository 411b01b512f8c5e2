namespace Integrations.Core.Webhooks;

/// <summary>One event on its way to one endpoint.</summary>
public sealed class WebhookDelivery
{
    /// <summary>A UUID of version 7; it stays when the delivery is replayed.</summary>
    public Guid Id { get; init; }

    /// <summary>The tenant that it belongs to; what a caller sees begins with <c>VisibleTo(caller)</c> (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The event that it carries, whose id is the message's <c>webhook-id</c>.</summary>
    public Guid EventId { get; init; }

    /// <summary>Where it goes.</summary>
    public Guid EndpointId { get; init; }

    /// <summary>The event's, copied for lists and filters; at most 60 characters.</summary>
    public required string EventType { get; init; }

    /// <summary>Moves from pending to succeeded or dead, and back to pending by a replay.</summary>
    public DeliveryStatus Status { get; set; }

    /// <summary>
    /// When it is to be tried; while it is claimed, when its lease ends; null once it is finished, so that the past does
    /// not slow the search for what is due.
    /// </summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Fresh for each claim: every later write is fenced by it (RELIABILITY L2).</summary>
    public Guid? ClaimId { get; set; }

    /// <summary>Attempts whose outcome is known, in this schedule; a replay begins at 0.</summary>
    public int Attempts { get; set; }

    /// <summary>Leases lost in a row; the third makes it a dead letter (RELIABILITY L3).</summary>
    public int LeaseLosses { get; set; }

    /// <summary>The body that the first attempt sent, byte for byte; null before the first.</summary>
    public string? SentBody { get; set; }

    /// <summary>W3C trace context of the request that replayed it last; the event's own is with the event (RELIABILITY O4).</summary>
    public string? ReplayTraceParent { get; set; }

    /// <summary>The receiver's status of the last attempt; null where none answered.</summary>
    public int? LastStatusCode { get; set; }

    /// <summary>Why the last attempt failed, in words, at most 500 characters; null for none.</summary>
    public string? LastError { get; set; }

    /// <summary>Milliseconds of the last attempt; null before the first.</summary>
    public int? LastDurationMs { get; set; }

    /// <summary>When the event was given to this endpoint, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it succeeded or was given up; null while it is pending.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Ends it; the claim ends too.</summary>
    internal void Finish(DeliveryStatus status, string? error, DateTimeOffset now)
    {
        (Status, DueAt, ClaimId, CompletedAt) = (status, null, null, now);
        LastError = Primitives.Text.Cut(error, 500) ?? (status == DeliveryStatus.Succeeded ? null : LastError);
    }
}
