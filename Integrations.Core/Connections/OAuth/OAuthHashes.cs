using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Integrations.Core.Connections.OAuth;

/// <summary>Random values of a flow, and what the database keeps of them.</summary>
internal static class OAuthHashes
{
    public static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));

    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));


    /// <summary>Whether the browser that comes back carries the key that the flow was bound to.</summary>
    public static bool IsBrowser(string? hash, string? key) =>
        hash is not null && key is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(key)));
}
