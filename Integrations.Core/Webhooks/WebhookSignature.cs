using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Common;

namespace Integrations.Core.Webhooks;

/// <summary>Signs what the hub sends (SECURITY W1).</summary>
/// <remarks>
/// Source: https://www.standardwebhooks.com, specification 1.0. <c>v1,</c> + base64 of HMAC-SHA256 over
/// <c>{id}.{timestamp}.</c> and the exact bytes of the body. A secret <c>whsec_…</c> is base64; any other is used as UTF-8.
/// </remarks>
public static class WebhookSignature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";

    /// <summary>The beginning of a generated secret.</summary>
    public const string SecretPrefix = "whsec_";

    /// <summary>One entry of the <see cref="SignatureHeader"/>; several secrets give several, separated by spaces (W4).</summary>
    /// <param name="id">Holds no dot (W5).</param>
    /// <param name="timestamp">Of this attempt.</param>
    public static string Sign(Secret secret, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp.ToUnixTimeSeconds()}."));
        hmac.AppendData(body);
        return "v1," + Convert.ToBase64String(hmac.GetHashAndReset());
    }

    private static byte[] Key(Secret secret)
    {
        var text = secret.Reveal();
        if (!text.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(text);
        }

        var key = new byte[text.Length];
        return Convert.TryFromBase64String(text[SecretPrefix.Length..], key, out var length) && length > 0
            ? key[..length]
            : Encoding.UTF8.GetBytes(text);
    }
}
