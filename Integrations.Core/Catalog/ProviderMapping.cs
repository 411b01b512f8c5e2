using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Catalog;

internal sealed class ProviderMapping : IEntityTypeConfiguration<Provider>
{
    public void Configure(EntityTypeBuilder<Provider> provider)
    {
        provider.ToTable("Providers");
        provider.Property(p => p.Id).ValueGeneratedNever();
        provider.Property(p => p.Key).HasMaxLength(Provider.KeyMaxLength);
        provider.Property(p => p.DisplayName).HasMaxLength(120);
        provider.Property(p => p.Category).HasMaxLength(40);
        provider.Property(p => p.Status).HasMaxLength(20);
        provider.Property(p => p.Audience).HasMaxLength(20);
        provider.Property(p => p.OAuthClientId).HasMaxLength(400);
        provider.HasIndex(p => p.Key).IsUnique();
    }
}
