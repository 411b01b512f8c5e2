using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

/// <summary>Keys and secrets of inbound addresses, in the vault.</summary>
public sealed class InboundSecrets(CredentialVault vault, TimeProvider clock)
{
    /// <summary>In characters; a shorter one that a person enters is refused.</summary>
    public const int MinLength = 8;

    /// <summary>Microsoft Graph takes no longer client state.</summary>
    public const int MaxLength = 128;

    private const int RandomBytes = 32;
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    // Unknown addresses are checked against this one, so that they take as long as wrong signatures (SECURITY W10).
    private readonly InboundSecret _decoy = new(Random(), Random());

    /// <summary>Matches nothing that anyone could send.</summary>
    internal InboundSecret Decoy => _decoy;

    internal static Failure? Check(string? given) =>
        given is null ? null
        : given.Length is < MinLength or > MaxLength ? Failure.InvalidField("secret", $"secret must have {MinLength} to {MaxLength} characters; leave it out to have a strong one generated.")
        : given.Any(char.IsControl) ? Failure.InvalidField("secret", "secret must not contain control characters.")
        : null;

    /// <summary>Puts a new key and secret in force; with <paramref name="overlap"/> the former are accepted for 24 hours more.</summary>
    internal InboundSecret Renew(InboundAddress address, string? given, bool overlap)
    {
        var now = clock.GetUtcNow();
        var fresh = new InboundSecret(Random(), given ?? Random());
        (address.FormerCiphertext, address.FormerUntil) = overlap && Open(address, "current", address.Ciphertext) is { } former
            ? (Protect(address, "former", former), now + Overlap)
            : ((string?)null, (DateTimeOffset?)null);
        address.Ciphertext = Protect(address, "current", fresh);
        address.SecretHint = new Secret(fresh.Value).Hint;
        address.RotatedAt = now;
        return fresh;
    }

    /// <summary>Null when the key ring cannot open it.</summary>
    internal InboundSecret? Current(InboundAddress address) => Open(address, "current", address.Ciphertext);

    /// <summary>All that are accepted, the newest first, each with when that ends.</summary>
    internal IEnumerable<(InboundSecret Secret, DateTimeOffset? Until)> Accepted(InboundAddress address)
    {
        if (Current(address) is { } current)
        {
            yield return (current, null);
        }

        if (address.FormerCiphertext is { } ciphertext && address.FormerUntil > clock.GetUtcNow() && Open(address, "former", ciphertext) is { } former)
        {
            yield return (former, address.FormerUntil);
        }
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    private string Protect(InboundAddress address, string field, InboundSecret secret) =>
        vault.Protect("inbound", address.OrganizationId, address.Id, field, JsonSerializer.Serialize(new[] { secret.Key, secret.Value }));

    private InboundSecret? Open(InboundAddress address, string field, string ciphertext) =>
        vault.Open("inbound", address.OrganizationId, address.Id, field, ciphertext) is { } json && JsonSerializer.Deserialize<string[]>(json) is [var key, var value]
            ? new InboundSecret(key, value)
            : null;
}
