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

    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"JWT {Algorithm} in {Header}{(Keys.Count == 0 ? "" : $", keys {Fingerprint}")}{(Issuer is null ? "" : $", issuer {Issuer}")}{(Audience is null ? "" : $", audience {Audience}")}, {(BodyHash is null ? "body not proven" : $"body by {BodyHash}")}, {Tolerance.TotalSeconds} s");

    /// <summary>Other keys would be another vendor's.</summary>
    private string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Keys.SelectMany(key => key.First.Concat(key.Second)).ToArray()))[..16];

    public InboundVerdict.Rejected? Refusal(InboundRequest request, JsonElement body, Secret secret, DateTimeOffset now)
    {
        if (request.Headers.GetValueOrDefault(Header) is not { Length: <= LongestToken } header)
        {
            return Refused.Absent(Header);
        }

        var parts = (header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : header.Trim()).Split('.');
        var isSigned = parts.Length == 3
            && Json(parts[0]) is { } head && head.Text("alg") == Algorithm
            && Bytes(parts[2]) is { } signature
            && IsSigned(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signature, head.Text("kid"), secret);
        return !isSigned ? Refused.Mismatch
            : Json(parts[1]) is { } claims && AreRight(claims, request, now) ? null
            : Refused.Claims;
    }

    public bool Proves(EventPart part) => BodyHash is not null && part.Path is not null;

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
        // A claim that is there has to be read and to hold; without any of them a token would be good for ever, and without an end it is as long as clocks may differ.
        return TryTime(claims, "iat", out var issued) && TryTime(claims, "nbf", out var starts) && TryTime(claims, "exp", out var ends)
            && (ends ?? issued) is { } end && now - Tolerance <= end
            && !(issued > now + Tolerance) && !(starts > now + Tolerance)
            && (Issuer is null || claims.Text("iss") == Issuer)
            && (Audience is null || claims.Text("aud") == Audience || claims.Texts("aud").Contains(Audience, StringComparer.Ordinal))
            && (BodyHash is null || new Secret(Convert.ToHexStringLower(SHA256.HashData(request.Body.Span))).Matches(claims.Text(BodyHash)?.ToLower(CultureInfo.InvariantCulture)));
    }

    /// <summary>False for a claim that is there and is no time: zero, negative, a fraction, a text.</summary>
    private static bool TryTime(JsonElement claims, string name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var claim))
        {
            return true;
        }

        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetInt64(out var seconds) || seconds is <= 0 or >= 253_402_300_800)
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    private static JsonElement? Json(string part) => Bytes(part) is { } bytes && VendorJson.Parse(bytes) is { ValueKind: JsonValueKind.Object } json ? json : null;

    private static byte[]? Bytes(string part)
    {
        var bytes = new byte[part.Length];
        return System.Buffers.Text.Base64Url.IsValid(part, out _) && System.Buffers.Text.Base64Url.TryDecodeFromChars(part, bytes, out var written) ? bytes[..written] : null;
    }
}
