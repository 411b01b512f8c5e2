using System.Buffers.Text;

namespace Integrations.Connectors.Declarative.Events;

/// <summary>Signatures as vendors write them. What is no such text is null, never an exception.</summary>
internal static class EventSignature
{
    /// <summary>A hash in either writing has no more characters.</summary>
    private const int Longest = 1_024;

    public static byte[]? Read(string text, string encoding) => encoding == "hex" ? Hex(text) : Base64(text);

    public static byte[]? Hex(string text)
    {
        var bytes = new byte[text.Length / 2];
        return text.Length is > 0 and <= Longest && text.Length % 2 == 0 && Convert.FromHexString(text, bytes, out _, out _) == System.Buffers.OperationStatus.Done ? bytes : null;
    }

    /// <summary>With or without padding, in either alphabet: vendors use all of them.</summary>
    public static byte[]? Base64(string text)
    {
        if (text.Length is 0 or > Longest)
        {
            return null;
        }

        var bytes = new byte[text.Length];
        var plain = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        return Base64Url.IsValid(plain, out _) && Base64Url.TryDecodeFromChars(plain, bytes, out var written) ? bytes[..written] : null;
    }
}
