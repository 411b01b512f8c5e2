using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>A signature by a key pair of the vendor's; what is entered as the secret is the public key.</summary>
internal sealed record Ed25519Proof : IEventProof
{
    public required string Header { get; init; }

    /// <summary>Of the signature and of the key: <c>hex</c> or <c>base64</c>.</summary>
    public required string Encoding { get; init; }

    public required Template Signed { get; init; }

    public TimestampPlan? Timestamp { get; init; }

    public string Text => $"Ed25519 of {Signed} in {Header}{(Timestamp is null ? "" : $", {Timestamp}")}";

    public InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now)
    {
        var time = Timestamp?.Read(request, body);
        return request.Headers.GetValueOrDefault(Header) is null ? Refused.Absent(Header)
            : Timestamp?.Refusal(time, now) ?? (IsSigned(request, time, secret) ? null : Refused.Mismatch);
    }

    public bool Proves(EventPart part) => SignedText.Holds(Signed, part, null);

    public string? Problem(Secret? given) =>
        given is not null && EventSignature.Read(given.Reveal(), Encoding) is { Length: Ed25519.KeyLength } ? null
            : $"The secret is the vendor's public key here, 32 bytes in {Encoding}. Copy it from there.";

    private bool IsSigned(InboundRequest request, string? time, Secret secret) =>
        EventSignature.Read(secret.Reveal(), Encoding) is { Length: Ed25519.KeyLength } key
        && request.Headers.GetValueOrDefault(Header) is { } header && EventSignature.Read(header, Encoding) is { Length: Ed25519.SignatureLength } signature
        && SignedText.Of(Signed, request, time, null) is { } parts
        && Ed25519.Verify(key, parts, signature);
}
