using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Templates;

internal sealed class TemplateMapping : IEntityTypeConfiguration<IntegrationTemplate>
{
    public void Configure(EntityTypeBuilder<IntegrationTemplate> template)
    {
        template.ToTable("Templates");
        template.Property(t => t.Id).ValueGeneratedNever();
        template.Property(t => t.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        template.Property(t => t.Name).HasMaxLength(IntegrationTemplate.NameMaxLength);
        template.Property(t => t.NameKey).HasMaxLength(IntegrationTemplate.NameMaxLength);
        template.Property(t => t.Values).AsJson();
        template.HasOne<Organization>().WithMany().HasForeignKey(t => t.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        // Decides template.name_taken, also when two admins save at the same moment.
        template.HasIndex(t => new { t.OrganizationId, t.NameKey }).IsUnique();
    }
}
