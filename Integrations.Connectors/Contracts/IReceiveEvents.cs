using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>The vendor calls us when something changes.</summary>
public interface IReceiveEvents
{
    /// <summary>Checks the vendor's signature scheme over the raw bytes before anything is parsed (SECURITY W9), then reads the event.</summary>
    InboundVerdict Receive(InboundRequest request, Secret secret, DateTimeOffset now);

    /// <summary>Why nothing but the key in the address proves a delivery, as a sentence; null where the vendor proves its own.</summary>
    string? Unproven => null;

    /// <summary>Why a secret cannot be the one of an address, as a sentence for the person who enters it; null when it can.</summary>
    /// <param name="given">What was entered; null where the hub makes one, of 43 characters in Base64 for addresses.</param>
    string? ProblemOf(Secret? given) => null;
}
