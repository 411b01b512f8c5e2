using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Widgets;

internal sealed class WidgetLinkMapping : IEntityTypeConfiguration<WidgetLink>
{
    public void Configure(EntityTypeBuilder<WidgetLink> link)
    {
        link.ToTable("WidgetLinks");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.Kind).HasConversion<string>().HasMaxLength(20);
        link.Property(l => l.Name).HasMaxLength(WidgetLink.NameMaxLength);
        link.Property(l => l.Hash).HasMaxLength(64);
        link.Property(l => l.Hint).HasMaxLength(8);
        link.Property(l => l.Entity).HasMaxLength(80);
        link.Property(l => l.Fields).AsJson();
        link.Property(l => l.Origins).AsJson();
        link.Property(l => l.CreatedBy).HasMaxLength(320);
        link.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Cascade);
        link.HasOne<IntegrationInstance>().WithMany().HasForeignKey(l => l.InstanceId).OnDelete(DeleteBehavior.Cascade);
        link.HasIndex(l => l.Hash).IsUnique();
        link.HasIndex(l => new { l.InstanceId, l.CreatedAt });
    }
}
