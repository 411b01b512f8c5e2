using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.VendorEvents.Subscriptions;

internal sealed class EventSubscriptionMapping : IEntityTypeConfiguration<EventSubscription>
{
    public void Configure(EntityTypeBuilder<EventSubscription> subscription)
    {
        subscription.ToTable("EventChannels");
        subscription.Property(c => c.Id).ValueGeneratedNever();
        subscription.Property(c => c.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        subscription.Property(c => c.Resource).HasMaxLength(EventSubscription.ResourceMaxLength);
        subscription.Property(c => c.Status).HasConversion<string>().HasMaxLength(20);
        subscription.Property(c => c.ExternalId).HasMaxLength(300);
        subscription.Property(c => c.ExternalResourceId).HasMaxLength(300);
        subscription.Property(c => c.LastError).HasMaxLength(1_000);
        subscription.HasOne<Connection>().WithMany().HasForeignKey(c => c.ConnectionId).OnDelete(DeleteBehavior.Cascade);
        // One for what is watched, also when two nodes want it at the same moment.
        subscription.HasIndex(c => new { c.ConnectionId, c.Resource }).IsUnique();
        subscription.HasIndex(c => c.InstanceId);
        subscription.HasIndex(c => c.DueAt);
    }
}
