using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Rfc8032 = Org.BouncyCastle.Math.EC.Rfc8032.Ed25519;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>Verifies Ed25519 signatures (RFC 8032, section 5.1.7), which .NET has no type for, by the library that mail brings along.</summary>
internal static class Ed25519
{
    public const int KeyLength = 32;

    public const int SignatureLength = 64;

    /// <param name="key">The public key; bytes that are none verify nothing.</param>
    /// <param name="message">What was signed, in parts.</param>
    /// <param name="signature">Of 64 bytes.</param>
    public static bool Verify(byte[] key, IEnumerable<ReadOnlyMemory<byte>> message, byte[] signature)
    {
        if (!Rfc8032.ValidatePublicKeyPartial(key, 0))
        {
            return false;
        }

        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, new Ed25519PublicKeyParameters(key));
        foreach (var part in message)
        {
            verifier.BlockUpdate(part.Span);
        }

        return verifier.VerifySignature(signature);
    }
}
