using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Key and token of subscriptions, in the vault. The key in a subscription's address begins with its id, so that one row is looked at and not all.</summary>
public sealed class SubscriptionSecrets(CredentialVault vault, PublicOrigin origin)
{
    private const int RandomBytes = 32;
    private const char Separator = '.';

    /// <summary>What a new row keeps.</summary>
    internal string Protect(Guid organizationId, Guid subscriptionId) =>
        vault.Protect("channel", organizationId, subscriptionId, "token", JsonSerializer.Serialize(new[] { $"{subscriptionId:N}{Separator}{Random()}", Random() }));

    /// <summary>Null when the key ring cannot open it.</summary>
    internal InboundSecret? Open(EventSubscription subscription) =>
        vault.Open("channel", subscription.OrganizationId, subscription.Id, "token", subscription.Ciphertext) is { } json && JsonSerializer.Deserialize<string[]>(json) is [var key, var token]
            ? new InboundSecret(key, token)
            : null;

    /// <summary>The address that the vendor is given.</summary>
    internal string AddressOf(EventSubscription subscription, InboundSecret secret) =>
        origin.Url($"{InboundAddressService.PathPrefix}/{subscription.ProviderKey}/{subscription.InstanceId}?{InboundService.KeyParameter}={secret.Key}");

    /// <summary>The subscription that a key of an address claims to belong to; null for keys of another kind.</summary>
    internal static Guid? SubscriptionOf(string? key) =>
        key is { Length: > 33 and < 200 } && key[32] == Separator && Guid.TryParseExact(key[..32], "N", out var id) ? id : null;

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
