using System.Security.Cryptography;

namespace Integrations.Core.Access.Jwt;

/// <summary>ECDSA over P-256 with SHA-256, as JWS writes it (RFC 7518 section 3.4): r and s, 32 bytes each.</summary>
internal static class Es256
{
    public const string Name = "ES256";
    public const int SignatureLength = 64;

    // n, the order of P-256 (SEC 2, section 2.4.2).
    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    public static byte[] Sign(ReadOnlySpan<byte> data, ECDsa key) =>
        key.SignData(data.ToArray(), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    /// <summary>Never throws for a wrong signature, whatever its length or numbers.</summary>
    public static bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature, ECParameters publicKey)
    {
        // r and s outside 1…n−1 are what broken implementations accept for every message (CVE-2022-21449).
        if (signature.Length != SignatureLength || !IsInRange(signature[..32]) || !IsInRange(signature[32..]))
        {
            return false;
        }

        using var key = ECDsa.Create(publicKey);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static bool IsInRange(ReadOnlySpan<byte> number) =>
        number.IndexOfAnyExcept((byte)0) >= 0 && number.SequenceCompareTo(Order) < 0;
}
