using System.Security.Cryptography;
using System.Text;

namespace Integrations.Core.Linking.Calendars;

/// <summary>An id that follows from what it stands for (UUID version 8, RFC 9562): who makes the same thing twice meets at its primary key.</summary>
internal static class StableId
{
    public static Guid Of(params ReadOnlySpan<string> parts)
    {
        // Each with its length before it: what ends one part and begins the next is then never in doubt.
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            text.Append(part.Length).Append(':').Append(part);
        }

        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
