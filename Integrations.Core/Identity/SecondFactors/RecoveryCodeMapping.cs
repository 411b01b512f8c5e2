using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.SecondFactors;

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> recovery)
    {
        recovery.ToTable("RecoveryCodes");
        recovery.Property(c => c.Id).ValueGeneratedNever();
        recovery.Property(c => c.Hash).HasMaxLength(64);
        recovery.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        recovery.HasIndex(c => new { c.UserId, c.Hash }).IsUnique();
    }
}
