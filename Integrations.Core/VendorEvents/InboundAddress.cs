using Integrations.Core.Storage;

namespace Integrations.Core.VendorEvents;

/// <summary>
/// Where a vendor tells an integration what changed: an address no one can guess, and the secret that its deliveries are
/// checked with (SECURITY W9, W10).
/// </summary>
public sealed class InboundAddress : IVersioned
{
    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>One address per integration.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Protected key and secret in force.</summary>
    public required string Ciphertext { get; set; }

    /// <summary>What was in force before; accepted until <see cref="FormerUntil"/>, so that a rotation loses no delivery.</summary>
    public string? FormerCiphertext { get; set; }

    public DateTimeOffset? FormerUntil { get; set; }

    /// <summary>The secret's last characters, for people to tell secrets apart (SECURITY T5).</summary>
    public required string SecretHint { get; set; }

    public Guid? CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the key or secret last changed.</summary>
    public DateTimeOffset RotatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public int Version { get; set; }
}
