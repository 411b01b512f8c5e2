using Integrations.Core.Identity.Organizations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Bulk;

internal sealed class BatchMapping : IEntityTypeConfiguration<IntegrationBatch>
{
    public void Configure(EntityTypeBuilder<IntegrationBatch> batch)
    {
        batch.ToTable("Batches");
        batch.Property(b => b.Id).ValueGeneratedNever();
        batch.Property(b => b.Action).HasConversion<string>().HasMaxLength(20);
        batch.Property(b => b.ActorScopes).HasConversion<string>().HasMaxLength(40);
        batch.Property(b => b.ActorName).HasMaxLength(320);
        batch.Property(b => b.RemoteAddress).HasMaxLength(64);
        batch.Property(b => b.RequestId).HasMaxLength(80);
        batch.Property(b => b.TraceParent).HasMaxLength(80);
        batch.HasOne<Organization>().WithMany().HasForeignKey(b => b.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        batch.HasIndex(b => new { b.FinishedAt, b.CreatedAt });
        batch.HasIndex(b => new { b.OrganizationId, b.CreatedAt });
    }
}
