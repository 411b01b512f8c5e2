using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Agents;

internal sealed class AgentGrantMapping : IEntityTypeConfiguration<AgentGrant>
{
    public void Configure(EntityTypeBuilder<AgentGrant> grant)
    {
        grant.ToTable("AgentGrants");
        grant.Property(g => g.Id).ValueGeneratedNever();
        grant.Property(g => g.OwnerKey).HasMaxLength(32);
        grant.Property(g => g.ClientKey).HasMaxLength(CallerClient.KeyMaxLength);
        grant.Property(g => g.ClientName).HasMaxLength(CallerClient.NameMaxLength);
        grant.Property(g => g.Integrations).AsJson();
        grant.HasOne<Organization>().WithMany().HasForeignKey(g => g.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        grant.HasOne<User>().WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        // One per program and person: granting again changes it.
        grant.HasIndex(g => new { g.OrganizationId, g.ClientKey, g.OwnerKey }).IsUnique();
    }
}
