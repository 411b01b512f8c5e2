using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents.Subscriptions;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SubscriptionTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>One a connection and watched resource.</summary>
        public DbSet<EventSubscription> EventSubscriptions => db.Set<EventSubscription>();
    }
}
