using Integrations.Core.Catalog.Files;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Catalog;

/// <summary>The tables of this feature. In expressions, which cannot hold these, write <c>db.Set&lt;T&gt;()</c>.</summary>
public static class CatalogTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<Provider> Providers => db.Set<Provider>();

        public DbSet<StoredProviderFile> ProviderFiles => db.Set<StoredProviderFile>();
    }
}
