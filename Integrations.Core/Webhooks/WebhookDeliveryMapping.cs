using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Webhooks;

internal sealed class WebhookDeliveryMapping : IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<WebhookDelivery> delivery)
    {
        delivery.ToTable("WebhookDeliveries");
        delivery.Property(d => d.Id).ValueGeneratedNever();
        delivery.Property(d => d.EventType).HasMaxLength(60);
        delivery.Property(d => d.Status).HasConversion<string>().HasMaxLength(20);
        delivery.Property(d => d.LastError).HasMaxLength(500);
        delivery.Property(d => d.ReplayTraceParent).HasMaxLength(80);
        delivery.HasOne<WebhookEndpoint>().WithMany().HasForeignKey(d => d.EndpointId).OnDelete(DeleteBehavior.Cascade);
        // An event is delivered once per endpoint, however often the fan-out runs (RELIABILITY I3).
        delivery.HasIndex(d => new { d.EventId, d.EndpointId }).IsUnique();
        // What is due per endpoint is found without looking at what is finished.
        delivery.HasIndex(d => new { d.EndpointId, d.DueAt }).HasFilter("\"DueAt\" IS NOT NULL");
        delivery.HasIndex(d => new { d.OrganizationId, d.CreatedAt, d.Id });
        delivery.HasIndex(d => new { d.EndpointId, d.CreatedAt, d.Id });
    }
}
