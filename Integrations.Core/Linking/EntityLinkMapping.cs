using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Linking;

internal sealed class EntityLinkMapping : IEntityTypeConfiguration<EntityLink>
{
    public void Configure(EntityTypeBuilder<EntityLink> link)
    {
        link.ToTable("Links");
        link.Property(l => l.Id).ValueGeneratedNever();
        link.Property(l => l.EntityType).HasMaxLength(40);
        link.Property(l => l.ProviderKey).HasMaxLength(60);
        link.Property(l => l.ExternalEntityId).HasMaxLength(EntityLink.ExternalIdMaxLength);
        link.Property(l => l.ExternalType).HasMaxLength(60);
        link.Property(l => l.Title).HasMaxLength(500);
        link.Property(l => l.Description).HasMaxLength(2_000);
        link.Property(l => l.Url).HasMaxLength(2_000);
        link.Property(l => l.Metadata).AsJson();
        link.Property(l => l.OwnerKey).HasMaxLength(32);
        link.HasOne<Organization>().WithMany().HasForeignKey(l => l.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        // Linking the same thing twice gives the same link, also when two people click at once; two people who each link
        // it through a connection of their own have a link each.
        link.HasIndex(l => new { l.OrganizationId, l.EntityType, l.EntityId, l.InstanceId, l.ExternalEntityId, l.OwnerKey }).IsUnique();
        link.HasIndex(l => new { l.InstanceId, l.ExternalEntityId });
        // What is linked through one connection.
        link.HasIndex(l => new { l.InstanceId, l.OwnerKey, l.ExternalType });
    }
}
