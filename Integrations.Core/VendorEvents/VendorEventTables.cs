using Integrations.Core.Storage;
using Integrations.Core.VendorEvents.Inbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.VendorEvents;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class VendorEventTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<InboundAddress> InboundAddresses => db.Set<InboundAddress>();

        public DbSet<InboundEvent> InboundEvents => db.Set<InboundEvent>();

        public DbSet<InboundReceipt> InboundReceipts => db.Set<InboundReceipt>();
    }
}
