using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Catalog.Files;

internal sealed class StoredProviderFileMapping : IEntityTypeConfiguration<StoredProviderFile>
{
    public void Configure(EntityTypeBuilder<StoredProviderFile> file)
    {
        file.ToTable("ProviderFiles");
        file.Property(f => f.Id).ValueGeneratedNever();
        file.Property(f => f.Key).HasMaxLength(Provider.KeyMaxLength);
        file.Property(f => f.CreatedBy).HasMaxLength(320);
        // Two who replace the same file at once: the second is told.
        file.HasIndex(f => new { f.Key, f.Number }).IsUnique();
    }
}
