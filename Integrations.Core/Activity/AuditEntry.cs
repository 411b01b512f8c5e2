using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

/// <summary>One change that a person or a token made to the hub itself; written in the change's own transaction (SECURITY L3).</summary>
public sealed class AuditEntry : IChainedEntry
{
    public Guid Id { get; init; }

    /// <summary>Null for changes above organizations, such as to a provider.</summary>
    public Guid? OrganizationId { get; init; }

    public Guid? ActorUserId { get; init; }

    public Guid? ActorTokenId { get; init; }

    public required string ActorName { get; init; }

    /// <summary>Noun and verb: <c>integration.created</c>.</summary>
    public required string Action { get; init; }

    public string? TargetType { get; init; }

    public string? TargetId { get; init; }

    public string? TargetName { get; init; }

    /// <summary>JSON without secrets.</summary>
    public string? Before { get; init; }

    /// <summary>JSON without secrets.</summary>
    public string? After { get; init; }

    public string? RemoteAddress { get; init; }

    public string? RequestId { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Its place in its organization's chain, from 1; null for entries from before there were chains.</summary>
    public long? Sequence { get; private set; }

    /// <summary>Which key made the hash.</summary>
    public Guid? ChainKeyId { get; private set; }

    /// <summary>HMAC-SHA256 over this entry and the hash before it, hexadecimal (SECURITY L4).</summary>
    public string? Hash { get; private set; }

    internal void Link(long sequence, AuditKey key, string previous)
    {
        (Sequence, ChainKeyId) = (sequence, key.Id);
        Hash = key.HashOf(this, previous);
    }
}

internal sealed class AuditMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> audit)
    {
        audit.ToTable("AuditEntries");
        audit.Property(a => a.Id).ValueGeneratedNever();
        audit.Property(a => a.ActorName).HasMaxLength(320);
        audit.Property(a => a.Action).HasMaxLength(80);
        audit.Property(a => a.TargetType).HasMaxLength(60);
        audit.Property(a => a.TargetId).HasMaxLength(120);
        audit.Property(a => a.TargetName).HasMaxLength(320);
        audit.Property(a => a.RemoteAddress).HasMaxLength(64);
        audit.Property(a => a.RequestId).HasMaxLength(80);
        audit.Property(a => a.Hash).HasMaxLength(AuditHead.HashLength);
        audit.HasIndex(a => new { a.OrganizationId, a.OccurredAt, a.Id });
        // Two entries at one place would be two histories. Rows without an organization are a chain too, and a unique index does not see null as equal to null.
        audit.HasIndex(a => new { a.OrganizationId, a.Sequence }).IsUnique();
        audit.HasIndex(a => a.Sequence).IsUnique().HasFilter("\"OrganizationId\" IS NULL");
    }
}
