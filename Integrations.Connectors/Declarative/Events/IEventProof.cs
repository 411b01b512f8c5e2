using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>How a vendor proves that a delivery is its own.</summary>
internal interface IEventProof
{
    /// <summary>What it rests on, in one line, so that a weaker one is seen.</summary>
    string Text { get; }

    /// <summary>Why it is not proven; null where it is. Compares in constant time, and throws for nothing that a request may hold.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="body">Its body as JSON; undefined where it is none. Only what is signed with it may be believed.</param>
    /// <param name="secret">Of the address.</param>
    /// <param name="now">What timestamps are compared with.</param>
    InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now);

    /// <summary>Whether a value of a delivery is proven with it, so that none but the vendor can have put it there.</summary>
    /// <param name="part">Where the value stands.</param>
    bool Proves(EventPart part);

    /// <summary>Why this cannot be the secret of an address, as a sentence; null when it can.</summary>
    /// <param name="given">What was entered; null where the hub makes one.</param>
    string? Problem(Secret? given) => null;
}
