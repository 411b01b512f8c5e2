using Integrations.Core.Storage;

namespace Integrations.Core.VendorEvents;

/// <summary>
/// Where a vendor tells an integration what changed: an address no one can guess, and the secret that its deliveries are
/// checked with (SECURITY W9, W10).
/// </summary>
public sealed class InboundAddress : IVersioned
{
    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>One address per integration.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Protected key and secret in force.</summary>
    public required string Ciphertext { get; set; }

    /// <summary>What was in force before; accepted until <see cref="FormerUntil"/>, so that a rotation loses no delivery.</summary>
    public string? FormerCiphertext { get; set; }

    /// <summary>24 hours after the rotation; null where there is no former secret.</summary>
    public DateTimeOffset? FormerUntil { get; set; }

    /// <summary>The secret's last characters, for people to tell secrets apart (SECURITY T5).</summary>
    public required string SecretHint { get; set; }

    /// <summary>Who opened it; null where a key or a program did.</summary>
    public Guid? CreatedBy { get; init; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key or secret last changed.</summary>
    public DateTimeOffset RotatedAt { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <inheritdoc/>
    public int Version { get; set; }
}
