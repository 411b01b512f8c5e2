using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Migration;

internal sealed class LegacyCredentialMapping : IEntityTypeConfiguration<LegacyCredential>
{
    public void Configure(EntityTypeBuilder<LegacyCredential> credential)
    {
        credential.ToTable("LegacyCredentials");
        credential.Property(c => c.Id).ValueGeneratedNever();
        credential.Property(c => c.ProviderKey).HasMaxLength(60);
        credential.Property(c => c.LastFailure).HasMaxLength(1_000);
        credential.HasOne<User>().WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Cascade);
        credential.HasIndex(c => new { c.UserId, c.ProviderKey }).IsUnique();
    }
}
