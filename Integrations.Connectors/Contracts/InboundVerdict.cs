namespace Integrations.Connectors.Contracts;

/// <summary>What is to be done with an inbound request.</summary>
public abstract record InboundVerdict
{
    private InboundVerdict()
    {
    }

    /// <summary>Signature, timestamp or shape is wrong; all are answered alike (W10). The reason is for counters only.</summary>
    public sealed record Rejected(string Reason) : InboundVerdict;

    /// <summary>A proof that the address is ours: answer with exactly this.</summary>
    public sealed record Challenge(string ContentType, string Body, IReadOnlyDictionary<string, string>? Headers = null) : InboundVerdict;

    /// <summary>A genuine event.</summary>
    /// <param name="DeliveryId">The vendor's id of this delivery; unique per connection for at least 7 days (W11).</param>
    /// <param name="EventType">In the vendor's words.</param>
    /// <param name="Touched">What changed, where the vendor tells; empty means "pull to find out".</param>
    public sealed record Accepted(string DeliveryId, string EventType, IReadOnlyList<TouchedEntity> Touched) : InboundVerdict;

    /// <summary>Genuine, and nothing to do: a notice, or a kind of event that we do not know. It is answered like an event, counted, and shown.</summary>
    /// <param name="DeliveryId">As for an event.</param>
    /// <param name="EventType">In the vendor's words.</param>
    /// <param name="Note">For people: what it means for them.</param>
    public sealed record Noted(string DeliveryId, string EventType, string Note) : InboundVerdict;
}
