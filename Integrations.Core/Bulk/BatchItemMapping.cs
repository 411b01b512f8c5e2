using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Bulk;

internal sealed class BatchItemMapping : IEntityTypeConfiguration<BatchItem>
{
    public void Configure(EntityTypeBuilder<BatchItem> item)
    {
        item.ToTable("BatchItems");
        item.HasKey(i => new { i.BatchId, i.Position });
        item.Property(i => i.InstanceName).HasMaxLength(Instances.IntegrationInstance.NameMaxLength);
        item.Property(i => i.Status).HasConversion<string>().HasMaxLength(20);
        item.Property(i => i.Code).HasMaxLength(80);
        item.Property(i => i.Message).HasMaxLength(1_000);
        item.HasOne<IntegrationBatch>().WithMany().HasForeignKey(i => i.BatchId).OnDelete(DeleteBehavior.Cascade);
        item.HasIndex(i => new { i.BatchId, i.Status });
    }
}
