using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Integrations.Core.VendorEvents.Subscriptions;

internal sealed class EventSubscriptionMapping : IEntityTypeConfiguration<EventSubscription>
{
    public void Configure(EntityTypeBuilder<EventSubscription> channel)
    {
        channel.ToTable("EventChannels");
        channel.Property(c => c.Id).ValueGeneratedNever();
        channel.Property(c => c.ProviderKey).HasMaxLength(Provider.KeyMaxLength);
        channel.Property(c => c.Resource).HasMaxLength(EventSubscription.ResourceMaxLength);
        channel.Property(c => c.Status).HasConversion<string>().HasMaxLength(20);
        channel.Property(c => c.ExternalId).HasMaxLength(300);
        channel.Property(c => c.ExternalResourceId).HasMaxLength(300);
        channel.Property(c => c.LastError).HasMaxLength(1_000);
        channel.HasOne<Connection>().WithMany().HasForeignKey(c => c.ConnectionId).OnDelete(DeleteBehavior.Cascade);
        // One for what is watched, also when two nodes want it at the same moment.
        channel.HasIndex(c => new { c.ConnectionId, c.Resource }).IsUnique();
        channel.HasIndex(c => c.InstanceId);
        channel.HasIndex(c => c.DueAt);
    }
}
