using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Bulk;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class BulkTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<IntegrationBatch> Batches => db.Set<IntegrationBatch>();

        public DbSet<BatchItem> BatchItems => db.Set<BatchItem>();
    }
}
