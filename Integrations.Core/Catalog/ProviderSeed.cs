using Integrations.Connectors;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Catalog;

/// <summary>Writes the providers that this program has connectors for into the catalog.</summary>
public sealed class ProviderSeed(IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, CatalogCache cache, TimeProvider clock)
{
    /// <summary>Writes the built-in providers at start; what a super admin changed stays changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        var stored = await db.Providers.ToDictionaryAsync(p => p.Key, cancellationToken);
        foreach (var entry in connectors.All)
        {
            var document = ProviderDocuments.From(entry);
            var json = ProviderDocuments.Write(document);
            if (!stored.TryGetValue(entry.Manifest.Key, out var provider))
            {
                var now = clock.GetUtcNow();
                provider = new Provider
                {
                    Id = Guid.CreateVersion7(now),
                    Key = entry.Manifest.Key,
                    DisplayName = document.DisplayName,
                    Category = document.Category,
                    Status = document.Status,
                    Audience = document.Audience,
                    IsBuiltIn = true,
                    BaseJson = json,
                    CreatedAt = now,
                };
                db.Providers.Add(provider);
            }
            else if (provider.BaseJson != json)
            {
                provider.BaseJson = json;
                var merged = ProviderDocuments.Read(json, provider.OverridesJson);
                (provider.DisplayName, provider.Category, provider.Status, provider.Audience) = (merged.DisplayName, merged.Category, merged.Status, merged.Audience);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        cache.Forget();
    }
}
