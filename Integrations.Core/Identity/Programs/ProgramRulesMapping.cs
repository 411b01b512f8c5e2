using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Identity.Programs;

internal sealed class ProgramRulesMapping : IEntityTypeConfiguration<ProgramRules>
{
    public void Configure(EntityTypeBuilder<ProgramRules> rules)
    {
        rules.ToTable("ProgramRules");
        rules.HasKey(r => r.OrganizationId);
        rules.Property(r => r.OrganizationId).ValueGeneratedNever();
        rules.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Cascade);
    }
}
