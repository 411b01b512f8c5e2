using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Integrations.Sandbox.Receiver;

/// <summary>
/// Checks what a receiver would: Standard Webhooks 1.0 (https://www.standardwebhooks.com), and the signature inside the body over
/// the same JSON without it. Written apart from the hub's own code, so that it proves something.
/// </summary>
internal static class SignatureCheck
{
    private const string Prefix = "whsec_";
    private const string Member = ",\"signature\":\"sha256=";
    private const int HexLength = 64;

    /// <summary>How far a timestamp may be off before a receiver should refuse it.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary><c>webhook-signature</c> over <c>{id}.{timestamp}.{body}</c>; one valid entry is enough.</summary>
    public static SignatureVerdict Header(ReceivedMessage message, string? secret)
    {
        var (id, timestamp, signatures) = (message.Header("webhook-id"), message.Header("webhook-timestamp"), message.Header("webhook-signature"));
        if (string.IsNullOrEmpty(signatures))
        {
            return SignatureVerdict.Missing;
        }

        if (secret is null || message.IsCut)
        {
            return SignatureVerdict.Unchecked;
        }

        var expected = HMACSHA256.HashData(Key(secret), (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. message.Body]);
        return signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(entry => entry.StartsWith("v1,", StringComparison.Ordinal) && IsBase64Of(entry[3..], expected)) ? SignatureVerdict.Valid : SignatureVerdict.Invalid;
    }

    /// <summary>The last member of the body, over the body without it.</summary>
    public static SignatureVerdict Body(ReceivedMessage message, string? secret)
    {
        var text = Encoding.UTF8.GetString(message.Body);
        var start = text.LastIndexOf(Member, StringComparison.Ordinal);
        if (start < 0)
        {
            return SignatureVerdict.Missing;
        }

        if (secret is null || message.IsCut)
        {
            return SignatureVerdict.Unchecked;
        }

        var given = text[(start + Member.Length)..];
        var unsigned = Encoding.UTF8.GetBytes(text[..start] + "}");
        // The secret's text is the key here, prefix included: the snippet in the document knows no other.
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), unsigned));
        return given.Length == HexLength + 2 && given.EndsWith("\"}", StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(given[..HexLength]), Encoding.ASCII.GetBytes(expected))
            ? SignatureVerdict.Valid
            : SignatureVerdict.Invalid;
    }

    /// <summary>Whether the message was signed just before it arrived; null when it does not say.</summary>
    public static bool? IsTimely(ReceivedMessage message) =>
        long.TryParse(message.Header("webhook-timestamp"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? Math.Abs(message.At.ToUnixTimeSeconds() - seconds) <= Tolerance.TotalSeconds
            : null;

    private static byte[] Key(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var text = secret[Prefix.Length..].TrimEnd('=');
        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text.PadRight(text.Length + ((4 - (text.Length % 4)) % 4), '='), key, out var length) ? key[..length] : Encoding.UTF8.GetBytes(secret);
    }

    private static bool IsBase64Of(string text, byte[] expected)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, length), expected);
    }
}
