using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity;

internal sealed class RateLeaseMapping : IEntityTypeConfiguration<RateLease>
{
    public void Configure(EntityTypeBuilder<RateLease> lease)
    {
        lease.ToTable("RateLeases");
        lease.HasKey(r => r.Key);
        lease.Property(r => r.Key).HasMaxLength(RateLease.KeyMaxLength);
        lease.HasIndex(r => r.EndsAt);
    }
}
