using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>
/// A signed token in a header (RFC 7519). It proves the sender; the body only where a claim holds its hash. The algorithm is the file's,
/// never the token's own word.
/// </summary>
internal sealed record JwtProof : IEventProof
{
    private const int LongestToken = 8_000;

    private const string Scheme = "Bearer ";

    public required string Header { get; init; }

    /// <summary><c>HS256</c> with the address's secret; <c>RS256</c> or <c>ES256</c> with <see cref="Keys"/>.</summary>
    public required string Algorithm { get; init; }

    public IReadOnlyList<JwtKey> Keys { get; init; } = [];

    public string? Issuer { get; init; }

    public string? Audience { get; init; }

    /// <summary>The claim that holds the body's SHA-256 in hex; null where none does.</summary>
    public string? BodyHash { get; init; }

    /// <summary>How far <c>exp</c>, <c>nbf</c> and <c>iat</c> may be off.</summary>
    public TimeSpan Tolerance { get; init; }

    public bool Holds(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now)
    {
        if (request.Headers.GetValueOrDefault(Header) is not { Length: <= LongestToken } header)
        {
            return false;
        }

        var parts = (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : header.Trim()).Split('.');
        return parts.Length == 3
            && Json(parts[0]) is { } head && head.Text("alg") == Algorithm
            && Bytes(parts[2]) is { } signature
            && IsSigned(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, head.Text("kid"), secret)
            && Json(parts[1]) is { } claims && AreRight(claims, request, now);
    }

    private bool IsSigned(byte[] data, byte[] signature, string? keyId, Secret secret)
    {
        if (Algorithm == "HS256")
        {
            var expected = EventKey.Hash("sha256", Encoding.UTF8.GetBytes(secret.Reveal()), [data]);
            return CryptographicOperations.FixedTimeEquals(expected, signature);
        }

        return Keys.Any(key => (keyId is null || key.Id is null || key.Id == keyId) && key.Verify(data, signature));
    }

    private bool AreRight(JsonElement claims, InboundRequest request, DateTimeOffset now)
    {
        // A claim that is there has to hold; without any of them a token would be good for ever.
        var (issued, starts, ends) = (Time(claims, "iat"), Time(claims, "nbf"), Time(claims, "exp"));
        return (ends ?? issued + Tolerance) is { } end && now <= end + Tolerance
            && !(issued > now + Tolerance) && !(starts > now + Tolerance)
            && (Issuer is null || claims.Text("iss") == Issuer)
            && (Audience is null || claims.Text("aud") == Audience || claims.Texts("aud").Contains(Audience, StringComparer.Ordinal))
            && (BodyHash is null || new Secret(Convert.ToHexStringLower(SHA256.HashData(request.Body.Span))).Matches(claims.Text(BodyHash)?.ToLower(CultureInfo.InvariantCulture)));
    }

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.Number(name) is > 0 and < 253_402_300_800 and var seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;

    private static JsonElement? Json(string part) => Bytes(part) is { } bytes && VendorJson.Parse(bytes) is { ValueKind: JsonValueKind.Object } json ? json : null;

    private static byte[]? Bytes(string part)
    {
        var bytes = new byte[part.Length];
        return System.Buffers.Text.Base64Url.IsValid(part, out _) && System.Buffers.Text.Base64Url.TryDecodeFromChars(part, bytes, out var written) ? bytes[..written] : null;
    }
}
