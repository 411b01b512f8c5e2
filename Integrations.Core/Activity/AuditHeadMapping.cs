using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

internal sealed class AuditHeadMapping : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> head)
    {
        head.ToTable("AuditHeads");
        head.HasKey(h => h.ChainId);
        head.Property(h => h.ChainId).ValueGeneratedNever();
        head.Property(h => h.Hash).HasMaxLength(AuditHead.HashLength);
        head.Property(h => h.RemovedThrough).HasDefaultValue(0L);
        head.Property(h => h.RemovedHash).HasMaxLength(AuditHead.HashLength).HasDefaultValue("");
        head.Ignore(h => h.Anchor);
        head.Ignore(h => h.Link);
    }
}
