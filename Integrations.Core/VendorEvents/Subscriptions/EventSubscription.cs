using Integrations.Core.Jobs;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>A subscription that the hub opened at a vendor for one connection, so that changes of what is linked are told at once.</summary>
public sealed class EventSubscription : ILeased
{
    /// <summary>In characters.</summary>
    public const int ResourceMaxLength = 500;

    /// <summary>A UUID of version 7, made by the hub: ids sort by age.</summary>
    public Guid Id { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The integration whose links it serves.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>By whose credential it was opened; it ends with that connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>Which connector opens, renews and stops it.</summary>
    public required string ProviderKey { get; init; }

    /// <summary>What is watched, in the vendor's words.</summary>
    public required string Resource { get; init; }

    /// <summary>Where it stands; docs/operations.md says of each what to do.</summary>
    public SubscriptionStatus Status { get; set; }

    /// <summary>The vendor's id; null until it was opened once.</summary>
    public string? ExternalId { get; set; }

    /// <summary>What some vendors want to hear besides when it is stopped.</summary>
    public string? ExternalResourceId { get; set; }

    /// <summary>Protected key and token, its own; the same as long as it lives.</summary>
    public required string Ciphertext { get; init; }

    /// <summary>When the vendor ends it unless it is renewed.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    /// <summary>When there is something to do next; while it is claimed, the end of the lease.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Attempts since the last good one; counted before each.</summary>
    public int Failures { get; set; }

    /// <summary>Why the last attempt failed; null while all is well.</summary>
    public string? LastError { get; set; }

    /// <summary>In UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}
