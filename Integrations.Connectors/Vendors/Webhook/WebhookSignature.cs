using System.Security.Cryptography;
using System.Text;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Webhook;

/// <summary>Signs what the hub sends (SECURITY W1).</summary>
/// <remarks>
/// Source: https://www.standardwebhooks.com, specification 1.0. <c>v1,</c> + base64 of HMAC-SHA256 over
/// <c>{id}.{timestamp}.</c> and the exact bytes of the body. A secret <c>whsec_…</c> is base64, with or without its padding;
/// any other is used as UTF-8 (libraries take it in their raw format).
/// </remarks>
public static class WebhookSignature
{
    /// <summary>The message's id, the same at each attempt: receivers drop repeats by it.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>When this attempt was made, in seconds since 1970 (Unix time); receivers refuse old ones.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The signatures, separated by spaces; one that fits is enough.</summary>
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

    /// <summary>What is wrong with a secret that a person gives; null when nothing is.</summary>
    /// <remarks>Receivers' libraries decode what follows the prefix, and throw when it is not base64: no delivery would ever verify.</remarks>
    public static string? Refuse(string secret) =>
        secret.Length != secret.Trim().Length ? "The secret begins or ends with a space, which copying adds and receivers do not have. Leave it out."
        : !secret.StartsWith(SecretPrefix, StringComparison.OrdinalIgnoreCase) || TryDecode(secret) is not null ? null
            : $"A secret that begins with {SecretPrefix} must go on in base64 (A-Z, a-z, 0-9, + and /), as the Standard Webhooks specification says. Leave the prefix out to use the text itself as the key.";

    /// <summary>The bytes that sign: those that are written in base64 behind the prefix, else the text itself in UTF-8.</summary>
    /// <remarks>A secret from before the check that is not base64 goes on signing as it did.</remarks>
    public static byte[] Key(Secret secret) => TryDecode(secret.Reveal()) ?? Encoding.UTF8.GetBytes(secret.Reveal());

    private static byte[]? TryDecode(string secret)
    {
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
        {
            return null;
        }

        // The padding says nothing that the length does not; it is often lost when secrets are copied. White space, which .NET skips, breaks libraries.
        var text = secret[SecretPrefix.Length..].TrimEnd('=');
        var key = new byte[text.Length];
        return text.Length > 0 && !text.Any(char.IsWhiteSpace) && text.Length % 4 != 1
            && Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), key, out var length) && length > 0
                ? key[..length]
                : null;
    }
}
