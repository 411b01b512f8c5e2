using System.Buffers;
using System.Buffers.Text;

namespace Integrations.Core.Identity.Jwt;

/// <summary>Base64url with one spelling per value: no padding, no white space, no stray bits (SECURITY S7).</summary>
internal static class StrictBase64Url
{
    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character is not ('-' or '_'))
            {
                return null;
            }
        }

        if (text.Length % 4 == 1)
        {
            return null;
        }

        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        // The Try method throws for stray bits; this one says so.
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done)
        {
            return null;
        }

        bytes = bytes[..written];
        // Different spellings of the same bytes differ in bits that decoding drops.
        return text.SequenceEqual(Encode(bytes)) ? bytes : null;
    }
}
