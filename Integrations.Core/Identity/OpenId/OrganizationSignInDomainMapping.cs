using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.OpenId;

internal sealed class OrganizationSignInDomainMapping : IEntityTypeConfiguration<OrganizationSignInDomain>
{
    public void Configure(EntityTypeBuilder<OrganizationSignInDomain> domain)
    {
        domain.ToTable("OrganizationSignInDomains");
        // The key decides that a domain leads to one organization, also when two administrators save at the same moment.
        domain.HasKey(d => d.Domain);
        domain.Property(d => d.Domain).HasMaxLength(OrganizationSignInDomain.DomainMaxLength);
    }
}
