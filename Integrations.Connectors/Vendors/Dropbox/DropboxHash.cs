using System.Security.Cryptography;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>Dropbox's content hash: SHA-256 over the SHA-256s of blocks of 4 MiB, in hex.</summary>
/// <remarks>Source: dropbox.com/developers/reference/content-hash (read 2026-11-20).</remarks>
internal static class DropboxHash
{
    private const int BlockSize = 4 * 1024 * 1024;

    public static string Of(ReadOnlySpan<byte> bytes)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        while (bytes.Length > 0)
        {
            var block = bytes[..Math.Min(BlockSize, bytes.Length)];
            whole.AppendData(SHA256.HashData(block));
            bytes = bytes[block.Length..];
        }

        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }
}
