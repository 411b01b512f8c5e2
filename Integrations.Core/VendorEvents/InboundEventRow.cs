namespace Integrations.Core.VendorEvents;

/// <summary>A delivery of a vendor, as those see it who may change its integration.</summary>
/// <param name="EventType">In the vendor's words.</param>
/// <param name="ProcessedAt">When it had its effect, or was given up; null while it waits.</param>
/// <param name="LastError">Why the last attempt failed.</param>
public sealed record InboundEventRow(Guid Id, string EventType, DateTimeOffset ReceivedAt, DateTimeOffset? ProcessedAt, int Attempts, string? LastError)
{
    /// <summary>It had no effect and is not tried again by itself; a person may have it tried again.</summary>
    public bool IsGivenUp => ProcessedAt is not null && LastError is not null && !IsNote;

    /// <summary>Taken, and there was nothing to do: <see cref="LastError"/> is then a note, not an error.</summary>
    public bool IsNote => ProcessedAt is not null && Attempts == 0 && LastError is not null;
}
