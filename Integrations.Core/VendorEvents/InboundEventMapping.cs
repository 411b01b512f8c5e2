using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.VendorEvents;

internal sealed class InboundEventMapping : IEntityTypeConfiguration<InboundEvent>
{
    public void Configure(EntityTypeBuilder<InboundEvent> inbound)
    {
        inbound.ToTable("InboundEvents");
        inbound.Property(e => e.Id).ValueGeneratedNever();
        inbound.Property(e => e.DeliveryId).HasMaxLength(InboundEvent.DeliveryIdMaxLength);
        inbound.Property(e => e.EventType).HasMaxLength(200);
        inbound.Property(e => e.LastError).HasMaxLength(1_000);
        inbound.Property(e => e.TraceParent).HasMaxLength(80);
        inbound.Property(e => e.Touched).AsJson();
        inbound.HasOne<IntegrationInstance>().WithMany().HasForeignKey(e => e.InstanceId).OnDelete(DeleteBehavior.Cascade);
        // Decides which of many equal deliveries is the one (SECURITY W11).
        inbound.HasIndex(e => new { e.InstanceId, e.DeliveryId }).IsUnique();
        inbound.HasIndex(e => new { e.ProcessedAt, e.DueAt });
        inbound.HasIndex(e => e.ReceivedAt);
    }
}
