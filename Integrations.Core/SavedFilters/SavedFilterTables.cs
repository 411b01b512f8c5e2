using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.SavedFilters;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class SavedFilterTables
{
    extension(IntegrationsDbContext db)
    {
        /// <summary>Saved filters of all organizations.</summary>
        public DbSet<SavedFilter> SavedFilters => db.Set<SavedFilter>();
    }
}
