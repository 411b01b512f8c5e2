using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>Where a channel stands; docs/operations.md says of each what to do.</summary>
public enum ChannelStatus
{
    /// <summary>Wanted, and not asked for yet.</summary>
    Opening,

    /// <summary>The vendor tells changes; it is renewed before it ends.</summary>
    Open,

    /// <summary>The vendor could not be asked; tried again soon. Pulls go on.</summary>
    Failed,

    /// <summary>The vendor said no; tried again once a day. Pulls go on.</summary>
    Refused,

    /// <summary>Not wanted any more: to be stopped at the vendor.</summary>
    Closing,
}

/// <summary>A channel that the hub opened at a vendor for one connection, so that changes of what is linked are told at once.</summary>
public sealed class EventChannel : ILeased
{
    public const int ResourceMaxLength = 500;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public Guid InstanceId { get; init; }

    public Guid ConnectionId { get; init; }

    public required string ProviderKey { get; init; }

    /// <summary>What is watched, in the vendor's words.</summary>
    public required string Resource { get; init; }

    public ChannelStatus Status { get; set; }

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

    public DateTimeOffset CreatedAt { get; init; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}

internal sealed class EventChannelMapping : IEntityTypeConfiguration<EventChannel>
{
    public void Configure(EntityTypeBuilder<EventChannel> channel)
    {
        channel.ToTable("EventChannels");
        channel.Property(c => c.Id).ValueGeneratedNever();
        channel.Property(c => c.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        channel.Property(c => c.Resource).HasMaxLength(EventChannel.ResourceMaxLength);
        channel.Property(c => c.Status).HasConversion<string>().HasMaxLength(20);
        channel.Property(c => c.ExternalId).HasMaxLength(300);
        channel.Property(c => c.ExternalResourceId).HasMaxLength(300);
        channel.Property(c => c.LastError).HasMaxLength(1_000);
        channel.HasOne<Connection>().WithMany().HasForeignKey(c => c.ConnectionId).OnDelete(DeleteBehavior.Cascade);
        // One for what is watched, also when two nodes want it at the same moment.
        channel.HasIndex(c => new { c.ConnectionId, c.Resource }).IsUnique();
        channel.HasIndex(c => c.InstanceId);
        channel.HasIndex(c => c.DueAt);
    }
}
