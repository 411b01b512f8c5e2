using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Instances;

internal sealed class InstanceMapping : IEntityTypeConfiguration<IntegrationInstance>
{
    public void Configure(EntityTypeBuilder<IntegrationInstance> instance)
    {
        instance.ToTable("Instances");
        instance.Property(i => i.Id).ValueGeneratedNever();
        instance.Property(i => i.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        instance.Property(i => i.Level).HasConversion<string>().HasMaxLength(20);
        instance.Property(i => i.Name).HasMaxLength(IntegrationInstance.NameMaxLength);
        instance.Property(i => i.NameKey).HasMaxLength(IntegrationInstance.NameMaxLength + 40);
        instance.Property(i => i.Description).HasMaxLength(IntegrationInstance.DescriptionMaxLength);
        instance.Property(i => i.Icon).HasMaxLength(200);
        instance.Property(i => i.Status).HasConversion<string>().HasMaxLength(20);
        instance.Property(i => i.CompanyType).HasMaxLength(80);
        instance.Property(i => i.Reference).HasMaxLength(IntegrationInstance.ReferenceMaxLength);
        instance.Property(i => i.ReferenceKey).HasMaxLength(Provider.KeyMaxLength + 1 + IntegrationInstance.ReferenceMaxLength);
        instance.Property(i => i.LastError).HasMaxLength(1_000);
        instance.Property(i => i.Settings).AsJson();
        instance.Property(i => i.Metadata).AsJson();
        instance.Property(i => i.AllowedShardTypes).AsJson();
        instance.Property(i => i.SearchableEntities).AsJson();
        instance.HasOne<Organization>().WithMany().HasForeignKey(i => i.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        instance.HasOne<Provider>().WithMany().HasForeignKey(i => i.ProviderId).OnDelete(DeleteBehavior.Restrict);
        // This index decides name_taken, also when two admins save at the same moment.
        instance.HasIndex(i => new { i.OrganizationId, i.NameKey }).IsUnique();
        instance.HasIndex(i => new { i.OrganizationId, i.DeletedAt, i.Name });
        instance.HasIndex(i => i.DeletedAt).HasFilter("\"DeletedAt\" IS NOT NULL");
        // One living integration of a provider for a reference, also when two links are followed at once; those without one do not meet.
        instance.HasIndex(i => new { i.OrganizationId, i.ReferenceKey }).IsUnique();
    }
}
