using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.OpenId;

internal sealed class OrganizationSignInMapping : IEntityTypeConfiguration<OrganizationSignIn>
{
    public void Configure(EntityTypeBuilder<OrganizationSignIn> signIn)
    {
        signIn.ToTable("OrganizationSignIns");
        signIn.HasKey(s => s.OrganizationId);
        signIn.Property(s => s.OrganizationId).ValueGeneratedNever();
        signIn.Property(s => s.Name).HasMaxLength(OrganizationSignIn.NameMaxLength);
        signIn.Property(s => s.Issuer).HasMaxLength(OrganizationSignIn.IssuerMaxLength);
        signIn.Property(s => s.ClientId).HasMaxLength(OrganizationSignIn.ClientIdMaxLength);
        signIn.Property(s => s.RoleClaim).HasMaxLength(OrganizationSignIn.RoleClaimMaxLength);
        signIn.Property(s => s.AdministratorValues).HasMaxLength(OrganizationSignIn.AdministratorValuesMaxLength);
        signIn.Ignore(s => s.AdministratorValueList);
        signIn.HasOne<Organization>().WithOne().HasForeignKey<OrganizationSignIn>(s => s.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        signIn.HasOne<User>().WithMany().HasForeignKey(s => s.OwnerId).OnDelete(DeleteBehavior.SetNull);
        signIn.HasMany(s => s.Domains).WithOne().HasForeignKey(d => d.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
