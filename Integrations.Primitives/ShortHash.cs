using System.Security.Cryptography;
using System.Text;

namespace Integrations.Primitives;

/// <summary>A name of fixed length for a longer text: the same on all nodes, and nothing that the text is read from. It proves nothing.</summary>
public static class ShortHash
{
    /// <summary>The first bytes of SHA-256 in small hexadecimal digits.</summary>
    /// <param name="text">Read as UTF-8.</param>
    /// <param name="bytes">At most 32; two digits each.</param>
    public static string Of(string text, int bytes) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
