using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Bulk;

/// <summary>What is done to each integration of a batch.</summary>
public enum BatchAction
{
    Enable,
    Disable,
    Test,

    /// <summary>Ends every living connection: the organization's, and each person's own (SECURITY O13).</summary>
    Disconnect,
    Delete,
}

/// <summary>Where one item stands.</summary>
public enum BatchItemStatus
{
    Waiting,
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <summary>One act on many integrations, kept in the database: it goes on when the page is left, and after a restart.</summary>
public sealed class IntegrationBatch
{
    /// <summary>SECURITY I1.</summary>
    public const int MaxItems = 1_000;

    public Guid Id { get; init; }

    public Guid OrganizationId { get; init; }

    public BatchAction Action { get; init; }

    /// <summary>Who asked; looked up again before each round (SECURITY A9). Null for an organization's own key.</summary>
    public Guid? ActorUserId { get; init; }

    public Guid? ActorTokenId { get; init; }

    /// <summary>What the token that asked was allowed; a batch never does more.</summary>
    public TokenScopes ActorScopes { get; init; }

    public required string ActorName { get; init; }

    public string? RemoteAddress { get; init; }

    public string? RequestId { get; init; }

    /// <summary>W3C trace context of the request that began it (RELIABILITY O4).</summary>
    public string? TraceParent { get; init; }

    public int Total { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? CancelledAt { get; set; }

    /// <summary>When nothing was left to do; null while it runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}

/// <summary>One integration of a batch.</summary>
public sealed class BatchItem
{
    public Guid BatchId { get; init; }

    /// <summary>From 0, in the order that was asked for.</summary>
    public int Position { get; init; }

    /// <summary>As it was given: one that is not the caller's is not found, like one that never was (SECURITY A5).</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Its name when the batch began; null for one that was not found.</summary>
    public string? InstanceName { get; init; }

    public BatchItemStatus Status { get; set; }

    /// <summary>The failure's stable code.</summary>
    public string? Code { get; set; }

    public string? Message { get; set; }

    public int Attempts { get; set; }

    /// <summary>Fences a claim: a paused worker cannot finish another's.</summary>
    public Guid? ClaimId { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}

internal sealed class BatchMapping : IEntityTypeConfiguration<IntegrationBatch>
{
    public void Configure(EntityTypeBuilder<IntegrationBatch> batch)
    {
        batch.ToTable("Batches");
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.Property(b => b.Action).HasConversion<string>().HasMaxLength(20);
        batch.Property(b => b.ActorScopes).HasConversion<string>().HasMaxLength(40);
        batch.Property(b => b.ActorName).HasMaxLength(320);
        batch.Property(b => b.RemoteAddress).HasMaxLength(64);
        batch.Property(b => b.RequestId).HasMaxLength(80);
        batch.Property(b => b.TraceParent).HasMaxLength(80);
        batch.HasOne<Organization>().WithMany().HasForeignKey(b => b.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        batch.HasIndex(b => new { b.FinishedAt, b.CreatedAt });
        batch.HasIndex(b => new { b.OrganizationId, b.CreatedAt });
    }
}

internal sealed class BatchItemMapping : IEntityTypeConfiguration<BatchItem>
{
    public void Configure(EntityTypeBuilder<BatchItem> item)
    {
        item.ToTable("BatchItems");
        item.HasKey(i => new { i.BatchId, i.Position });
        item.Property(i => i.InstanceName).HasMaxLength(Instances.IntegrationInstance.NameMaxLength);
        item.Property(i => i.Status).HasConversion<string>().HasMaxLength(20);
        item.Property(i => i.Code).HasMaxLength(80);
        item.Property(i => i.Message).HasMaxLength(1_000);
        item.HasOne<IntegrationBatch>().WithMany().HasForeignKey(i => i.BatchId).OnDelete(DeleteBehavior.Cascade);
        item.HasIndex(i => new { i.BatchId, i.Status });
    }
}
