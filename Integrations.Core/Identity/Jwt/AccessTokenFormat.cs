using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Core.Identity.Tokens;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Integrations.Core.Identity.Jwt;

/// <summary>
/// Writes and reads our one kind of access token: a JWS in compact form, ES256, <c>at+jwt</c> (RFC 7515, 7519, 8725, 9068).
/// <see cref="JsonWebTokenHandler"/> signs and verifies; what it is lenient about (unknown header members, members given twice, audience
/// lists, padding) is refused before it. It knows no database; <see cref="SigningKeys"/> gives it keys.
/// </summary>
internal sealed class AccessTokenFormat(string issuer, string audience)
{
    public const string Type = "at+jwt";
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    /// <summary>SECURITY S7.</summary>
    public const int MaxLength = 8 * 1024;

    public static readonly TimeSpan MaxLifetime = TimeSpan.FromMinutes(60);
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    // A header with any other member is not one of ours: jku, jwk, x5u, x5c, crit and b64 all change who is believed.
    private static readonly HashSet<string> HeaderMembers = new(StringComparer.Ordinal) { "alg", "typ", "kid" };

    public string Write(AccessTokenClaims claims, string keyId, ECDsa key) =>
        _handler.CreateToken(
            Encoding.UTF8.GetString(Payload(claims)),
            new SigningCredentials(KeyOf(keyId, key), Algorithm),
            new Dictionary<string, object>(StringComparer.Ordinal) { [JwtHeaderParameterNames.Typ] = Type });

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
            && header.Text("alg", 10) == Algorithm
            && header.Text("typ", 20) == Type
                ? header.Text("kid", 60)
                : null;
    }

    /// <summary>The claims of a token that the key signed and whose times fit; null for everything else. Never throws.</summary>
    public async Task<AccessTokenClaims?> ReadAsync(string token, ECParameters publicKey, DateTimeOffset now)
    {
        if (KeyIdOf(token) is not { } keyId
            || token.Split('.') is not [_, var payload, var signature]
            || StrictBase64Url.Decode(signature) is null
            || StrictBase64Url.Decode(payload) is not { } json
            || StrictJsonObject.Read(json) is not { } members
            || Claims(members) is not { } claims)
        {
            return null;
        }

        using var key = ECDsa.Create(publicKey);
        var verified = await _handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = issuer,
            ValidAudience = audience,
            ValidTypes = [Type],
            ValidAlgorithms = [Algorithm],
            IssuerSigningKey = KeyOf(keyId, key),
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (notBefore, expires, _, _) => Fits(claims, notBefore, expires, now),
        });
        return verified.IsValid ? claims : null;
    }

    private static bool Fits(AccessTokenClaims claims, DateTime? notBefore, DateTime? expires, DateTimeOffset now) =>
        notBefore is { } from && from <= (now + Skew).UtcDateTime
        && expires is { } until && now.UtcDateTime < until + Skew
        && claims.IssuedAt <= now + Skew && claims.ExpiresAt > claims.IssuedAt && claims.ExpiresAt - claims.IssuedAt <= MaxLifetime;

    // The key is disposed after use, so nothing may remember what was made of it.
    private static ECDsaSecurityKey KeyOf(string keyId, ECDsa key) =>
        new(key) { KeyId = keyId, CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };

    private static AccessTokenClaims? Claims(IReadOnlyDictionary<string, JsonElement> members)
    {
        if (members.Text("aud", 200) is null
            || members.Text("sub", 80) is not { } subject
            || !Guid.TryParseExact(members.Text("tid", 36), "D", out var organization)
            || !Guid.TryParseExact(members.Text("jti", 36), "D", out var tokenId)
            || members.Time("iat") is not { } issued || members.Time("nbf") is null || members.Time("exp") is not { } expires
            || members.Texts("roles", 4) is not { } roles
            || members.Text("scope", 60) is not { } scope || TokenScopeNames.Parse(scope.Split(' ')) is not { } scopes)
        {
            return null;
        }

        // The values must be what they claim even where they may be left out.
        var client = members.Text("client_id", 60);
        var authenticated = members.Time("auth_time");
        var stamp = members.Text("stp", 60);
        return (client is null) == members.ContainsKey("client_id") || (authenticated is null) == members.ContainsKey("auth_time")
            || (stamp is null) == members.ContainsKey("stp")
            ? null
            : new AccessTokenClaims(subject, organization == Guid.Empty ? null : organization, roles, tokenId, issued, expires)
            {
                Scopes = scopes,
                ClientId = client,
                AuthenticatedAt = authenticated,
                Stamp = stamp,
            };
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
