using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Agents;

internal sealed class AgentPolicyMapping : IEntityTypeConfiguration<AgentPolicy>
{
    public void Configure(EntityTypeBuilder<AgentPolicy> policy)
    {
        policy.ToTable("AgentPolicies");
        policy.HasKey(p => p.OrganizationId);
        policy.Property(p => p.OrganizationId).ValueGeneratedNever();
        policy.Property(p => p.Clients).AsJson();
        policy.Property(p => p.Tools).AsJson();
        policy.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
