using Integrations.Core.Instances;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.VendorEvents.Inbox;

internal sealed class InboundReceiptMapping : IEntityTypeConfiguration<InboundReceipt>
{
    public void Configure(EntityTypeBuilder<InboundReceipt> receipt)
    {
        receipt.ToTable("InboundReceipts");
        receipt.Property(r => r.Id).ValueGeneratedNever();
        receipt.Property(r => r.Verdict).HasConversion<string>().HasMaxLength(20);
        receipt.Property(r => r.Reason).HasMaxLength(InboundReceipt.ReasonMaxLength);
        receipt.Property(r => r.EventType).HasMaxLength(200);
        receipt.Property(r => r.DeliveryId).HasMaxLength(InboundEvent.DeliveryIdMaxLength);
        receipt.HasOne<IntegrationInstance>().WithMany().HasForeignKey(r => r.InstanceId).OnDelete(DeleteBehavior.Cascade);
        // The inbox, the newest first, and what goes when there are too many.
        receipt.HasIndex(r => new { r.InstanceId, r.ReceivedAt });
        receipt.HasIndex(r => r.ReceivedAt);
    }
}
