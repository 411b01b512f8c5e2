using Integrations.Core.Catalog.Files;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Catalog;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class CatalogTables
{
    /// <param name="db">The context of one operation.</param>
    extension(IntegrationsDbContext db)
    {
        /// <summary>The catalog's rows, of no tenant; the catalog's cache reads them.</summary>
        public DbSet<Provider> Providers => db.Set<Provider>();

        /// <summary>Files of providers with all that they replaced; at most one of each provider is in force.</summary>
        public DbSet<StoredProviderFile> ProviderFiles => db.Set<StoredProviderFile>();
    }
}
