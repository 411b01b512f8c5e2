using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SubscriptionTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<EventSubscription> Channels => db.Set<EventSubscription>();
    }
}
