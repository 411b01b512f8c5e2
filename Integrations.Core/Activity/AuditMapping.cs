using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

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
