using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Templates;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>A keyed hash over what the file says, in a header.</summary>
internal sealed record HmacProof : IEventProof
{
    /// <summary>A header of ours is no list without end.</summary>
    private const int MostElements = 20;

    /// <summary><c>sha1</c>, <c>sha256</c> or <c>sha512</c>.</summary>
    public required string Algorithm { get; init; }

    /// <summary>Of several headers one has to hold: vendors sign with the former key as well while it is rolled.</summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary><c>hex</c> or <c>base64</c>.</summary>
    public required string Encoding { get; init; }

    public string Prefix { get; init; } = "";

    /// <summary>What is signed; its places are those of <see cref="SignedText"/>.</summary>
    public required Template Signed { get; init; }

    public EventKey Key { get; init; } = EventKey.AsText;

    /// <summary>Between the elements of a header that has several, such as <c>t=…,v1=…</c>; null where the header is the signature.</summary>
    public string? Separator { get; init; }

    /// <summary>The element that is the signature; of several any may hold. Null where elements have no names.</summary>
    public string? Element { get; init; }

    /// <summary>The element that is the timestamp.</summary>
    public string? TimeElement { get; init; }

    public TimestampPlan? Timestamp { get; init; }

    /// <summary>The header that <c>{deliveryId}</c> stands for.</summary>
    public string? IdHeader { get; init; }

    public string Text =>
        $"HMAC-{Algorithm.ToUpperInvariant()} of {Signed} in {string.Join(" or ", Headers)}{(Key.Form == "text" ? "" : $", key in {Key.Form}")}{(Timestamp is null ? "" : $", {Timestamp}")}";

    public InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now)
    {
        // Each is computed, so that the time that it takes tells nothing.
        var refusals = Headers.Select(request.Headers.GetValueOrDefault).OfType<string>().Where(header => header.Length is > 0 and <= 8_192)
            .Select(header => Refusal(request, body, header, secret, now)).ToList();
        return refusals.Count == 0 ? Refused.Absent(Headers) : refusals.Contains(null) ? null : refusals[0];
    }

    public bool Proves(EventPart part) => SignedText.Holds(Signed, part, IdHeader);

    public string? Problem(Secret? given) =>
        given is null
            ? Key.Form == "hex" ? "The vendor makes this secret, in hexadecimal digits. Copy it from there." : null
            : Key.Of(given) is null ? $"This secret is not whole: it has to be {(Key.Form == "hex" ? "hexadecimal digits" : Key.Form == "base64" ? "Base64" : "a text")}{(Key.Prefix is null ? "" : $" behind {Key.Prefix}")}. Copy it from the vendor again." : null;

    private InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, string header, Secret secret, DateTimeOffset now)
    {
        var (signatures, time) = Separator is null ? ([header], null) : Elements(header);
        time ??= Timestamp?.Read(request, body);
        if (Timestamp?.Refusal(time, now) is { } untimely)
        {
            return untimely;
        }

        if (Key.Of(secret) is not { } key
            || SignedText.Of(Signed, request, time, IdHeader is null ? null : request.Headers.GetValueOrDefault(IdHeader)) is not { } parts)
        {
            return IdHeader is not null && Signed.Names.Contains("deliveryId", StringComparer.Ordinal) && request.Headers.GetValueOrDefault(IdHeader) is null ? Refused.Absent(IdHeader) : Refused.Mismatch;
        }

        var expected = EventKey.Hash(Algorithm, key, parts);
        var holds = false;
        foreach (var signature in signatures)
        {
            holds |= signature.StartsWith(Prefix, StringComparison.Ordinal)
                && EventSignature.Read(signature[Prefix.Length..], Encoding) is { } given
                && CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return holds ? null : Refused.Mismatch;
    }

    private (IReadOnlyList<string> Signatures, string? Time) Elements(string header)
    {
        var elements = header.Split(Separator, MostElements, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (Element is null)
        {
            return (elements, null);
        }

        IReadOnlyList<string> Named(string name) => [.. elements.Where(one => one.StartsWith(name + "=", StringComparison.Ordinal)).Select(one => one[(name.Length + 1)..])];
        // Of two timestamps none is the one that was signed.
        return (Named(Element), TimeElement is not null && Named(TimeElement) is [var time] ? time : null);
    }
}
