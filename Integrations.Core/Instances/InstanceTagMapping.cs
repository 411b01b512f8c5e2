using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Instances;

internal sealed class InstanceTagMapping : IEntityTypeConfiguration<InstanceTag>
{
    public void Configure(EntityTypeBuilder<InstanceTag> tag)
    {
        tag.ToTable("InstanceTags");
        tag.HasKey(t => new { t.InstanceId, t.Key });
        tag.Property(t => t.Name).HasMaxLength(InstanceTag.NameMaxLength);
        // The canonical form of a text may be longer than the text.
        tag.Property(t => t.Key).HasMaxLength(4 * InstanceTag.NameMaxLength);
        tag.HasOne<IntegrationInstance>().WithMany(i => i.Tags).HasForeignKey(t => t.InstanceId).OnDelete(DeleteBehavior.Cascade);
        // Which tags an organization uses.
        tag.HasIndex(t => new { t.OrganizationId, t.Key });
    }
}
