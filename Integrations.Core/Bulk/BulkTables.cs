using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class BulkTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>Bulk actions, of all tenants; what a caller sees begins with <c>VisibleTo(caller)</c>.</summary>
        public DbSet<IntegrationBatch> Batches => db.Set<IntegrationBatch>();

        /// <summary>Their integrations, one by one; reached by their batch.</summary>
        public DbSet<BatchItem> BatchItems => db.Set<BatchItem>();
    }
}
