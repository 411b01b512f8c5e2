using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.Events;

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxEvent>
{
    public void Configure(EntityTypeBuilder<OutboxEvent> outbox)
    {
        outbox.ToTable("OutboxEvents");
        outbox.Property(e => e.Id).ValueGeneratedNever();
        outbox.Property(e => e.Type).HasMaxLength(60);
        outbox.Property(e => e.TraceParent).HasMaxLength(80);
        // The dispatcher asks for what waits; the past does not slow it.
        outbox.HasIndex(e => new { e.FannedOutAt, e.OccurredAt });
        outbox.HasIndex(e => new { e.OrganizationId, e.OccurredAt, e.Id });
    }
}
