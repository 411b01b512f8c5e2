using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Connections.Links;

internal sealed class ConnectLinkRulesMapping : IEntityTypeConfiguration<ConnectLinkRules>
{
    public void Configure(EntityTypeBuilder<ConnectLinkRules> rules)
    {
        rules.ToTable("ConnectLinkRules");
        rules.HasKey(r => r.OrganizationId);
        rules.Property(r => r.OrganizationId).ValueGeneratedNever();
        rules.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
