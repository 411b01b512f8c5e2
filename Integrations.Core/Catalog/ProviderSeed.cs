using Integrations.Connectors;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Catalog;

/// <summary>Writes the providers that this program has connectors for into the catalog.</summary>
public sealed class ProviderSeed(IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, CatalogCache cache, TimeProvider clock)
{
    /// <summary>Writes the providers of all connectors; what a super admin changed stays changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        var stored = await db.Providers.ToDictionaryAsync(p => p.Key, cancellationToken);
        foreach (var entry in connectors.All)
        {
            if (stored.TryGetValue(entry.Manifest.Key, out var provider))
            {
                ProviderRows.Update(provider, entry);
            }
            else
            {
                db.Providers.Add(ProviderRows.New(entry, isBuiltIn: true, clock.GetUtcNow()));
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        cache.Forget();
    }
}
