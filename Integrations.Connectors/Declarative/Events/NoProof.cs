using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>The vendor proves nothing, and the file says so: the key in the address is what there is.</summary>
/// <param name="Because">Why, in the file's words.</param>
internal sealed record NoProof(string Because) : IEventProof
{
    public string Text => $"no proof: {Because}";

    public InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now) => null;

    public bool Proves(EventPart part) => false;
}
