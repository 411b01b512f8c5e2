using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>How a vendor proves that a delivery is its own.</summary>
internal interface IEventProof
{
    /// <summary>Whether it is proven; compares in constant time, and throws for nothing that a request may hold.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="body">Its body as JSON; undefined where it is none. Only what is signed with it may be believed.</param>
    /// <param name="secret">Of the address.</param>
    /// <param name="now">What timestamps are compared with.</param>
    bool Holds(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now);

    /// <summary>Whether a value of a delivery is proven with it, so that none but the vendor can have put it there.</summary>
    /// <param name="part">Where the value stands.</param>
    bool Proves(EventPart part);
}
