using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Sync;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SyncTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<SyncState> SyncStates => db.Set<SyncState>();
    }
}
