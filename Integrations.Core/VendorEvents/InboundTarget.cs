using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Primitives;

namespace Integrations.Core.VendorEvents;

/// <summary>Where a delivery goes, as it was read: the integration, and what its deliveries are checked with.</summary>
[HoldsSecret]
internal sealed class InboundTarget
{
    public required Guid InstanceId { get; init; }

    public required Guid OrganizationId { get; init; }

    public required string ProviderKey { get; init; }

    /// <summary>Switched on, of an organization and a person that work.</summary>
    public required bool Works { get; init; }

    /// <summary>Null where none is open.</summary>
    public required InboundAddress? Address { get; init; }

    /// <summary>Of the key that was given; a key that names a subscription is that subscription's only.</summary>
    public required EventSubscription? Subscription { get; init; }

    /// <summary>What the request may be signed with, the newest first, each with when it ends.</summary>
    public IReadOnlyList<(InboundSecret Secret, DateTimeOffset? Until)> Secrets { get; set; } = [];

    /// <summary>Whether a delivery that was checked with this one would be checked the same way with the other.</summary>
    public bool IsSameAs(InboundTarget? other) => other is not null
        && (InstanceId, ProviderKey, Works, Subscription?.Id, Subscription?.Ciphertext) == (other.InstanceId, other.ProviderKey, other.Works, other.Subscription?.Id, other.Subscription?.Ciphertext)
        && (Address?.Ciphertext, Address?.FormerCiphertext, Address?.FormerUntil) == (other.Address?.Ciphertext, other.Address?.FormerCiphertext, other.Address?.FormerUntil);

    public override string ToString() => "***";
}
