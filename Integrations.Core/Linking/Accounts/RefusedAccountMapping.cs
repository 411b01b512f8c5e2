using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Linking.Accounts;

internal sealed class RefusedAccountMapping : IEntityTypeConfiguration<RefusedAccount>
{
    public void Configure(EntityTypeBuilder<RefusedAccount> refused)
    {
        refused.ToTable("RefusedAccounts");
        refused.Property(r => r.Id).ValueGeneratedNever();
        refused.Property(r => r.ExternalEntityId).HasMaxLength(EntityLink.ExternalIdMaxLength);
        refused.Property(r => r.Title).HasMaxLength(RefusedAccount.TitleMaxLength);
        refused.HasOne<Organization>().WithMany().HasForeignKey(r => r.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        refused.HasOne<Person>().WithMany().HasForeignKey(r => r.PersonId).OnDelete(DeleteBehavior.Cascade);
        refused.HasOne<IntegrationInstance>().WithMany().HasForeignKey(r => r.InstanceId).OnDelete(DeleteBehavior.Cascade);
        // Refusing twice is refusing once, also when two administrators do it at the same moment.
        refused.HasIndex(r => new { r.PersonId, r.InstanceId, r.ExternalEntityId }).IsUnique();
        refused.HasIndex(r => new { r.OrganizationId, r.Id });
    }
}
