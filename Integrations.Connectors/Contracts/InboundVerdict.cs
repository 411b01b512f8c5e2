namespace Integrations.Connectors.Contracts;

/// <summary>What is to be done with an inbound request.</summary>
public abstract record InboundVerdict
{
    private InboundVerdict()
    {
    }

    /// <summary>Signature, timestamp or shape is wrong; all are answered alike (W10). What is said here is for counters, the log and the inbox only.</summary>
    /// <param name="Reason">One of few words, such as <c>signature</c>; for counters.</param>
    public sealed record Rejected(string Reason) : InboundVerdict
    {
        /// <summary>
        /// What exactly was wrong, in words without blanks: <c>missing</c> and where it should stand, <c>timestamp_missing</c>, <c>too_old</c> or <c>too_new</c> with by how many
        /// seconds and how many are accepted, <c>mismatch</c>, <c>claims</c>, <c>method</c> and the request's; empty where it is not told apart. Nothing of a secret.
        /// </summary>
        public IReadOnlyList<string> Details { get; init; } = [];

        /// <summary>The reason and the details behind it, with blanks between.</summary>
        public string Whole => string.Join(' ', Details.Prepend(Reason));
    }

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
