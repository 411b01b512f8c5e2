using Integrations.Core.Storage;
using Integrations.Core.VendorEvents.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class VendorEventTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>One an integration at most; the vendor's request names it by its id.</summary>
        public DbSet<InboundAddress> InboundAddresses => db.Set<InboundAddress>();

        /// <summary>Genuine deliveries, those that wait for their effect and those that had it.</summary>
        public DbSet<InboundEvent> InboundEvents => db.Set<InboundEvent>();

        /// <summary>Requests as they came, a bounded number an integration.</summary>
        public DbSet<InboundReceipt> InboundReceipts => db.Set<InboundReceipt>();
    }
}
