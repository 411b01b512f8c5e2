using System.Security.Cryptography;

namespace Integrations.Core.Identity.Jwt;

/// <summary>A public key as RFC 7517 and 7518 spell it.</summary>
public sealed record PublicJwk(string Kty, string Crv, string X, string Y, string Kid, string Use, string Alg)
{
    internal static PublicJwk From(string keyId, ECParameters key) =>
        new("EC", "P-256", StrictBase64Url.Encode(key.Q.X), StrictBase64Url.Encode(key.Q.Y), keyId, "sig", AccessTokenFormat.Algorithm);
}
