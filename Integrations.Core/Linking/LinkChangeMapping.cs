using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Linking;

internal sealed class LinkChangeMapping : IEntityTypeConfiguration<LinkChange>
{
    public void Configure(EntityTypeBuilder<LinkChange> change)
    {
        change.ToTable("LinkChanges");
        change.Property(c => c.Reader).HasMaxLength(20);
        change.HasIndex(c => new { c.Reader, c.Id });
    }
}
