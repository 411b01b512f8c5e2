using Integrations.Core.Catalog;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections;

internal sealed class RevocationMapping : IEntityTypeConfiguration<Revocation>
{
    public void Configure(EntityTypeBuilder<Revocation> revocation)
    {
        revocation.ToTable("Revocations");
        revocation.Property(r => r.Id).ValueGeneratedNever();
        revocation.Property(r => r.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        revocation.Property(r => r.AuthKind).HasMaxLength(20);
        revocation.Property(r => r.LastError).HasMaxLength(1_000);
        revocation.HasIndex(r => new { r.FinishedAt, r.DueAt });
    }
}
