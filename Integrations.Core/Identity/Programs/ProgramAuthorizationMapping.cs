using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.Programs;

internal sealed class ProgramAuthorizationMapping : IEntityTypeConfiguration<ProgramAuthorization>
{
    private const int WordMaxLength = 50;

    public void Configure(EntityTypeBuilder<ProgramAuthorization> authorization)
    {
        authorization.ToTable("ProgramAuthorizations");
        authorization.HasKey(a => a.Id);
        authorization.Property(a => a.Id).ValueGeneratedNever();
        authorization.Property(a => a.Resource).HasMaxLength(400);
        authorization.Property(a => a.ConcurrencyToken).HasMaxLength(WordMaxLength).IsConcurrencyToken();
        authorization.Property(a => a.Status).HasMaxLength(WordMaxLength);
        authorization.Property(a => a.Subject).HasMaxLength(ProgramClient.ClientIdMaxLength);
        authorization.Property(a => a.Type).HasMaxLength(WordMaxLength);
        authorization.HasOne<Organization>().WithMany().HasForeignKey(a => a.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        authorization.HasOne<User>().WithMany().HasForeignKey(a => a.UserId).OnDelete(DeleteBehavior.Cascade);
        authorization.HasMany(a => a.Tokens).WithOne(t => t.Authorization!).HasForeignKey(ProgramTables.AuthorizationKey).OnDelete(DeleteBehavior.Cascade);
        authorization.HasIndex(a => new { a.UserId, a.Status });
    }
}
