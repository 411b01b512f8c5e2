using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Integrations.Client;

/// <summary>Tells whether a delivery is the hub's.</summary>
/// <remarks>
/// Source: https://www.standardwebhooks.com, specification 1.0, and document 003 for the member <c>signature</c>. Verify the bytes that came, before anything reads or
/// writes them anew. During a rotation give both secrets; the hub signs with both for 24 hours.
/// </remarks>
public static class HubWebhook
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string SignatureHeader = "webhook-signature";
    private const string SecretPrefix = "whsec_";
    private const string Version = "v1,";
    private const int HashLength = 32;

    /// <summary>How old a delivery may be, and how far its clock may be ahead, unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(5);

    /// <summary>Verifies by headers as ASP.NET Core and <see cref="System.Net.Http.HttpClient"/> have them.</summary>
    /// <param name="body">The bytes as they came.</param>
    /// <param name="secrets">The endpoint's secret, and during a rotation the former one.</param>
    public static HubWebhookVerification Verify<TValues>(
        ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, TValues>> headers, IReadOnlyCollection<string> secrets, TimeProvider? clock = null, TimeSpan? tolerance = null)
        where TValues : IEnumerable<string?>
    {
        var found = headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase)).ToList();
        return Verify(
            body,
            // Said twice, it would be anyone's guess which of both is meant.
            name => found.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value).ToList() is [{ } only] ? only : null,
            secrets, clock, tolerance);
    }

    /// <inheritdoc cref="Verify{TValues}(ReadOnlySpan{byte}, IEnumerable{KeyValuePair{string, TValues}}, IReadOnlyCollection{string}, TimeProvider?, TimeSpan?)"/>
    public static HubWebhookVerification Verify<TValues>(
        ReadOnlySpan<byte> body, IEnumerable<KeyValuePair<string, TValues>> headers, string secret, TimeProvider? clock = null, TimeSpan? tolerance = null)
        where TValues : IEnumerable<string?> => Verify(body, headers, [secret], clock, tolerance);

    /// <summary>Verifies by headers that are had by their name.</summary>
    /// <param name="header">Gives the one value of a header; null where there is none, or more than one.</param>
    public static HubWebhookVerification Verify(
        ReadOnlySpan<byte> body, Func<string, string?> header, IReadOnlyCollection<string> secrets, TimeProvider? clock = null, TimeSpan? tolerance = null)
    {
        if (header(IdHeader) is not { Length: > 0 } id || header(TimestampHeader) is not { } timestamp || header(SignatureHeader) is not { } signatures)
        {
            return HubWebhookVerification.Refused(HubWebhookRefusal.HeaderMissing);
        }

        // A dot would let the border between id and time be moved.
        if (id.Contains('.', StringComparison.Ordinal) || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return HubWebhookVerification.Refused(HubWebhookRefusal.HeaderUnreadable);
        }

        if (!Matches(body, id, seconds, signatures, secrets))
        {
            return HubWebhookVerification.Refused(HubWebhookRefusal.SignatureWrong);
        }

        var (sentAt, now) = (DateTimeOffset.FromUnixTimeSeconds(seconds), (clock ?? TimeProvider.System).GetUtcNow());
        return (now - sentAt).Duration() > (tolerance ?? DefaultTolerance)
            ? HubWebhookVerification.Refused(HubWebhookRefusal.TooFarFromNow)
            : HubWebhookVerification.Of(id, sentAt, body);
    }

    /// <summary>
    /// Verifies the member <c>signature</c> of the body, for receivers that do not see headers. It says nothing of when the delivery was sent, and during a
    /// rotation it is the new secret's only: prefer <see cref="Verify(ReadOnlySpan{byte}, Func{string, string?}, IReadOnlyCollection{string}, TimeProvider?, TimeSpan?)"/>.
    /// </summary>
    public static bool VerifyBody(ReadOnlySpan<byte> body, IReadOnlyCollection<string> secrets)
    {
        var start = ",\"signature\":\"sha256="u8;
        var end = "\"}"u8;
        var tail = start.Length + (HashLength * 2) + end.Length;
        if (body.Length <= tail || !body[^tail..].StartsWith(start) || !body.EndsWith(end))
        {
            return false;
        }

        byte[] unsigned = [.. body[..^tail], (byte)'}'];
        var given = new byte[HashLength];
        if (Convert.FromHexString(Encoding.ASCII.GetString(body[^(tail - start.Length)..^end.Length]), given, out _, out var length) != System.Buffers.OperationStatus.Done || length != HashLength)
        {
            return false;
        }

        var matches = false;
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
        {
            // The text of the secret is the key here, prefix included, as the document says.
            matches |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), unsigned), given);
        }

        return matches;
    }

    /// <summary>All are compared, and each in constant time: how long it takes tells nothing.</summary>
    private static bool Matches(ReadOnlySpan<byte> body, string id, long seconds, string signatures, IReadOnlyCollection<string> secrets)
    {
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds.ToString(CultureInfo.InvariantCulture)}."), .. body];
        var matches = false;
        foreach (var secret in secrets.Where(secret => secret.Length > 0))
        {
            var expected = HMACSHA256.HashData(Key(secret), signed);
            foreach (var signature in signatures.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(signature => signature.StartsWith(Version, StringComparison.Ordinal)))
            {
                var given = new byte[HashLength];
                matches |= Convert.TryFromBase64String(signature[Version.Length..], given, out var length) && length == HashLength && CryptographicOperations.FixedTimeEquals(expected, given);
            }
        }

        return matches;
    }

    /// <summary>What follows the prefix is base64, with or without its padding; a secret without the prefix is the key itself.</summary>
    private static byte[] Key(string secret)
    {
        var text = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..].TrimEnd('=') : "";
        var key = new byte[text.Length];
        return text.Length > 0 && text.Length % 4 != 1 && !text.Any(char.IsWhiteSpace) && Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), key, out var length) && length > 0
            ? key[..length]
            : Encoding.UTF8.GetBytes(secret);
    }
}
