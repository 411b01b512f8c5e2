using System.Security.Cryptography;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>One public key of a vendor's key set, as its JWK says it (RFC 7517).</summary>
/// <param name="Id">Its <c>kid</c>; null where the vendor gives none.</param>
/// <param name="First">The modulus of RSA, or the x of a P-256 point.</param>
/// <param name="Second">The exponent of RSA, or the y.</param>
internal sealed record JwtKey(string? Id, bool IsRsa, byte[] First, byte[] Second)
{
    public bool Verify(byte[] data, byte[] signature)
    {
        try
        {
            if (IsRsa)
            {
                using var rsa = RSA.Create(new RSAParameters { Modulus = First, Exponent = Second });
                return rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }

            using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = First, Y = Second } });
            return ecdsa.VerifyData(data, signature, HashAlgorithmName.SHA256);
        }
        catch (CryptographicException)
        {
            // A key that is none proves nothing.
            return false;
        }
    }
}
