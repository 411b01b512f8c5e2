using System.Security.Cryptography;
using Integrations.Primitives;

namespace Integrations.Core.Storage.KeyRing;

/// <summary>32 bytes that encrypt the key ring.</summary>
[HoldsSecret]
internal sealed class MasterKey
{
    public const int Length = 32;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] _bytes;

    private MasterKey(byte[] bytes) => _bytes = bytes;

    /// <summary>Tells keys apart without telling anything about them.</summary>
    public string Id => Convert.ToHexString(HMACSHA256.HashData(_bytes, "integrations key ring"u8).AsSpan(0, 8));

    public static MasterKey? Parse(string text)
    {
        var bytes = new byte[Length + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var written) && written == Length ? new MasterKey(bytes[..Length]) : null;
    }

    /// <summary>Why a key file may not be used, or null.</summary>
    public static string? Refuse(string path) =>
        !File.Exists(path) ? "does not exist"
        : !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != UnixFileMode.None
            ? "can be read by others than its owner (chmod 600)"
        : Parse(File.ReadAllText(path)) is null ? $"does not hold {Length} bytes in base64"
        : null;

    /// <summary>Makes a key file that only its owner can read; leaves one that is there alone.</summary>
    public static void CreateFile(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        try
        {
            using var file = new StreamWriter(path, options);
            file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length)));
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another start of the hub was first; its key is the key.
        }
    }

    public byte[] Encrypt(byte[] text)
    {
        var sealedText = new byte[AesGcm.NonceByteSizes.MaxSize + text.Length + AesGcm.TagByteSizes.MaxSize];
        var nonce = sealedText.AsSpan(0, AesGcm.NonceByteSizes.MaxSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_bytes, AesGcm.TagByteSizes.MaxSize);
        aes.Encrypt(nonce, text, sealedText.AsSpan(nonce.Length, text.Length), sealedText.AsSpan(nonce.Length + text.Length));
        return sealedText;
    }

    /// <summary>Throws <see cref="CryptographicException"/> for anything this key did not encrypt.</summary>
    public byte[] Decrypt(byte[] sealedText)
    {
        var overhead = AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize;
        if (sealedText.Length < overhead)
        {
            throw new CryptographicException("The key ring's ciphertext is too short.");
        }

        var text = new byte[sealedText.Length - overhead];
        using var aes = new AesGcm(_bytes, AesGcm.TagByteSizes.MaxSize);
        aes.Decrypt(
            sealedText.AsSpan(0, AesGcm.NonceByteSizes.MaxSize), sealedText.AsSpan(AesGcm.NonceByteSizes.MaxSize, text.Length),
            sealedText.AsSpan(AesGcm.NonceByteSizes.MaxSize + text.Length), text);
        return text;
    }

    public override string ToString() => "***";
}
