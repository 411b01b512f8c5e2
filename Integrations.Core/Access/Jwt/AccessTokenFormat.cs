using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Integrations.Core.Access.Tokens;

namespace Integrations.Core.Access.Jwt;

/// <summary>
/// Writes and reads our one kind of access token: a JWS in compact form, ES256, <c>at+jwt</c> (RFC 7515, 7519, 8725, 9068).
/// It knows no database; <see cref="SigningKeys"/> gives it keys.
/// </summary>
internal sealed class AccessTokenFormat(string issuer, string audience)
{
    public const string Type = "at+jwt";

    /// <summary>SECURITY S7.</summary>
    public const int MaxLength = 8 * 1024;

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    // Base64 hides the JSON from HTML anyway; other readers expect the plus of at+jwt as it is.
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A header with any other member is not one of ours: jku, jwk, x5u, x5c, crit and b64 all change who is believed.
    private static readonly HashSet<string> HeaderMembers = new(StringComparer.Ordinal) { "alg", "typ", "kid" };

    public string Write(AccessTokenClaims claims, string keyId, ECDsa key)
    {
        var header = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["alg"] = Es256.Name, ["typ"] = Type, ["kid"] = keyId }, Plain);
        var signed = $"{StrictBase64Url.Encode(header)}.{StrictBase64Url.Encode(Payload(claims))}";
        return $"{signed}.{StrictBase64Url.Encode(Es256.Sign(Encoding.ASCII.GetBytes(signed), key))}";
    }

    /// <summary>The key id a token names, if its header is one of ours; nothing is verified yet.</summary>
    public static string? KeyIdOf(string token)
    {
        if (token.Length > MaxLength || token.IndexOf('.', StringComparison.Ordinal) is var dot && dot <= 0)
        {
            return null;
        }

        return StrictBase64Url.Decode(token.AsSpan(0, dot)) is { } bytes
            && StrictJsonObject.Read(bytes) is { } header
            && header.Keys.All(HeaderMembers.Contains)
            && header.Text("alg", 10) == Es256.Name
            && header.Text("typ", 20) == Type
                ? header.Text("kid", 60)
                : null;
    }

    /// <summary>The claims of a token that the key signed and whose times fit; null for everything else. Never throws.</summary>
    public AccessTokenClaims? Read(string token, ECParameters publicKey, DateTimeOffset now)
    {
        if (KeyIdOf(token) is null)
        {
            return null;
        }

        var first = token.IndexOf('.', StringComparison.Ordinal);
        var second = token.IndexOf('.', first + 1);
        if (second < 0 || token.IndexOf('.', second + 1) >= 0
            || StrictBase64Url.Decode(token.AsSpan(second + 1)) is not { } signature
            || !Es256.Verify(Encoding.ASCII.GetBytes(token, 0, second), signature, publicKey)
            || StrictBase64Url.Decode(token.AsSpan(first + 1, second - first - 1)) is not { } payload
            || StrictJsonObject.Read(payload) is not { } members)
        {
            return null;
        }

        return Claims(members, now);
    }

    private AccessTokenClaims? Claims(IReadOnlyDictionary<string, JsonElement> members, DateTimeOffset now)
    {
        if (members.Text("iss", 200) != issuer || members.Text("aud", 200) != audience
            || members.Text("sub", 80) is not { } subject
            || !Guid.TryParseExact(members.Text("tid", 36), "D", out var organization)
            || !Guid.TryParseExact(members.Text("jti", 36), "D", out var tokenId)
            || members.Time("iat") is not { } issued || members.Time("nbf") is not { } notBefore || members.Time("exp") is not { } expires
            || members.Texts("roles", 4) is not { } roles
            || members.Text("scope", 60) is not { } scope || TokenScopeNames.Parse(scope.Split(' ')) is not { } scopes)
        {
            return null;
        }

        // The values must be what they claim even where they may be left out.
        var client = members.Text("client_id", 60);
        var authenticated = members.Time("auth_time");
        var stamp = members.Text("stp", 60);
        if ((client is null) == members.ContainsKey("client_id") || (authenticated is null) == members.ContainsKey("auth_time")
            || (stamp is null) == members.ContainsKey("stp"))
        {
            return null;
        }

        var fits = expires - issued <= MaxLifetime && expires > issued && issued <= now + Skew && notBefore <= now + Skew && now < expires + Skew;
        return fits
            ? new AccessTokenClaims(subject, organization == Guid.Empty ? null : organization, roles, tokenId, issued, expires)
            {
                Scopes = scopes,
                ClientId = client,
                AuthenticatedAt = authenticated,
                Stamp = stamp,
            }
            : null;
    }

    private byte[] Payload(AccessTokenClaims claims)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss", issuer);
            json.WriteString("aud", audience);
            json.WriteString("sub", claims.Subject);
            json.WriteString("tid", claims.OrganizationId ?? Guid.Empty);
            json.WriteString("jti", claims.TokenId);
            json.WriteNumber("iat", claims.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("nbf", claims.IssuedAt.ToUnixTimeSeconds());
            json.WriteNumber("exp", claims.ExpiresAt.ToUnixTimeSeconds());
            json.WriteStartArray("roles");
            foreach (var role in claims.Roles)
            {
                json.WriteStringValue(role);
            }

            json.WriteEndArray();
            json.WriteString("scope", string.Join(' ', TokenScopeNames.Of(claims.Scopes)));
            WriteOptional(json, claims);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void WriteOptional(Utf8JsonWriter json, AccessTokenClaims claims)
    {
        if (claims.ClientId is not null)
        {
            json.WriteString("client_id", claims.ClientId);
        }

        if (claims.AuthenticatedAt is { } authenticated)
        {
            json.WriteNumber("auth_time", authenticated.ToUnixTimeSeconds());
        }

        if (claims.Stamp is not null)
        {
            json.WriteString("stp", claims.Stamp);
        }
    }

    internal static string StampOf(string securityStamp) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(securityStamp)).AsSpan(0, 12)).ToLower(CultureInfo.InvariantCulture);
}
