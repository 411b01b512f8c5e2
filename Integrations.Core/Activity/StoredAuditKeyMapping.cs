using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Activity;

internal sealed class StoredAuditKeyMapping : IEntityTypeConfiguration<StoredAuditKey>
{
    public void Configure(EntityTypeBuilder<StoredAuditKey> key)
    {
        key.ToTable("AuditKeys");
        key.Property(k => k.Id).ValueGeneratedNever();
    }
}
