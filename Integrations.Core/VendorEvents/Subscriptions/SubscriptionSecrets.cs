using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Key and token of channels, in the vault. The key in a channel's address begins with its id, so that one row is looked at and not all.</summary>
public sealed class SubscriptionSecrets(CredentialVault vault, PublicOrigin origin)
{
    private const int RandomBytes = 32;
    private const char Separator = '.';

    /// <summary>What a new row keeps.</summary>
    internal string Protect(Guid organizationId, Guid channelId) =>
        vault.Protect("channel", organizationId, channelId, "token", JsonSerializer.Serialize(new[] { $"{channelId:N}{Separator}{Random()}", Random() }));

    /// <summary>Null when the key ring cannot open it.</summary>
    internal InboundSecret? Open(EventSubscription channel) =>
        vault.Open("channel", channel.OrganizationId, channel.Id, "token", channel.Ciphertext) is { } json && JsonSerializer.Deserialize<string[]>(json) is [var key, var token]
            ? new InboundSecret(key, token)
            : null;

    /// <summary>The address that the vendor is given.</summary>
    internal string AddressOf(EventSubscription channel, InboundSecret secret) =>
        origin.Url($"{InboundAddressService.PathPrefix}/{channel.ProviderKey}/{channel.InstanceId}?{InboundService.KeyParameter}={secret.Key}");

    /// <summary>The channel that a key of an address claims to belong to; null for keys of another kind.</summary>
    internal static Guid? ChannelOf(string? key) =>
        key is { Length: > 33 and < 200 } && key[32] == Separator && Guid.TryParseExact(key[..32], "N", out var id) ? id : null;

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
