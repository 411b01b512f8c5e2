using Integrations.Core.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Agents;

internal sealed class AgentApprovalMapping : IEntityTypeConfiguration<AgentApproval>
{
    public void Configure(EntityTypeBuilder<AgentApproval> approval)
    {
        approval.ToTable("AgentApprovals");
        approval.Property(a => a.Id).ValueGeneratedNever();
        approval.Property(a => a.ClientName).HasMaxLength(CallerClient.NameMaxLength);
        approval.Property(a => a.Place).HasMaxLength(120);
        approval.Property(a => a.Title).HasMaxLength(200);
        approval.Property(a => a.CallHash).HasMaxLength(64);
        approval.Property(a => a.State).HasConversion<string>().HasMaxLength(20);
        approval.HasOne<AgentGrant>().WithMany().HasForeignKey(a => a.GrantId).OnDelete(DeleteBehavior.Cascade);
        approval.HasIndex(a => new { a.GrantId, a.CallHash });
        approval.HasIndex(a => new { a.OrganizationId, a.State });
        // Retention removes by age.
        approval.HasIndex(a => a.AskedAt);
    }
}
