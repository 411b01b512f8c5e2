using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Integrations.Core.Identity.SecondFactors;

/// <summary>Codes that change with time: RFC 6238 over RFC 4226, SHA-1, six digits, steps of 30 seconds.</summary>
internal static class Totp
{
    public const int KeyBytes = 20;
    public const int Digits = 6;
    public const int StepSeconds = 30;

    // A phone's clock may be a step off, and a code may be typed as its step ends (RFC 6238, section 5.2).
    private const int Drift = 1;

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    [SuppressMessage("Security", "CA5350", Justification = "What RFC 6238 prescribes and apps compute; HMAC does not rest on SHA-1 being free of collisions.")]
    public static string CodeAt(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that a code belongs to, of those that count now; null for none. All are compared, each in constant time (SECURITY T8).</summary>
    public static long? Match(byte[] key, string code, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(code);
        var current = StepAt(now);
        long? found = null;
        for (var step = current - Drift; step <= current + Drift; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(CodeAt(key, step)), given))
            {
                found = step;
            }
        }

        return found;
    }
}
