using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity;

internal sealed class IdempotencyMapping : IEntityTypeConfiguration<IdempotencyRecord>
{
    public void Configure(EntityTypeBuilder<IdempotencyRecord> record)
    {
        record.ToTable("IdempotencyRecords");
        record.Property(r => r.Id).ValueGeneratedNever();
        record.Property(r => r.Scope).HasMaxLength(64);
        record.Property(r => r.BodyHash).HasMaxLength(64);
        record.Property(r => r.ContentType).HasMaxLength(120);
        record.Property(r => r.Location).HasMaxLength(500);
        record.HasIndex(r => r.Scope).IsUnique();
        record.HasIndex(r => r.ExpiresAt);
    }
}
