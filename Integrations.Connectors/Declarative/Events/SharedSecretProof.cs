using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>The vendor repeats the secret, and signs nothing.</summary>
/// <param name="From">Where it stands.</param>
/// <param name="Value">The text that has to stand there; <c>{secret}</c> is its place.</param>
/// <param name="BasicUser">Where it is the password of Basic authentication, the name that goes with it; null elsewhere.</param>
internal sealed record SharedSecretProof(EventPart From, Template Value, string? BasicUser) : IEventProof
{
    public string Text => $"{Value} repeated in {From}{(BasicUser is null ? "" : $", with the name {BasicUser}")}";

    public InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now)
    {
        var text = Value.Fill(_ => secret.Reveal());
        var expected = BasicUser is null ? text : $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{BasicUser}:{text}"))}";
        var given = From.Read(request, body, body);
        return expected is not null && new Secret(expected).Matches(given) ? null
            : given is null ? Refused.Absent(From.ToString())
            : Refused.Mismatch;
    }

    /// <summary>Who knows the secret wrote the whole request.</summary>
    public bool Proves(EventPart part) => true;
}
