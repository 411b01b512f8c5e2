using Integrations.Connectors;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Catalog;

/// <summary>The catalog in memory: at most five seconds old, and read anew after a change of this process.</summary>
public sealed class CatalogCache(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, IOptions<ProvidersOptions> clients, TimeProvider clock) : IDisposable
{
    /// <summary>How long a change on another node may go unseen (RELIABILITY M1).</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _loading = new(1, 1);
    private CatalogSnapshot? _snapshot;
    private int _changes;

    /// <summary>To be called after a change was committed.</summary>
    internal void Forget()
    {
        Interlocked.Increment(ref _changes);
        Volatile.Write(ref _snapshot, null);
    }

    internal async ValueTask<CatalogSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _snapshot) is { } fresh && clock.GetElapsedTime(fresh.LoadedAt) < MaxAge)
        {
            return fresh;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Volatile.Read(ref _snapshot) is { } loaded && clock.GetElapsedTime(loaded.LoadedAt) < MaxAge)
            {
                return loaded;
            }

            var changes = Volatile.Read(ref _changes);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var providers = await db.Providers.AsNoTracking().OrderBy(p => p.DisplayName).ThenBy(p => p.Id).ToListAsync(cancellationToken);
            var snapshot = new CatalogSnapshot(
                [.. providers.Select(Entry)],
                providers.Where(p => p is { OAuthClientId: not null, OAuthClientSecretCiphertext: not null })
                    .ToDictionary(p => p.Key, p => new StoredOAuthClient(p.Id, p.OAuthClientId!, p.OAuthClientSecretCiphertext!), StringComparer.Ordinal),
                clock.GetTimestamp());
            // What was read before a change here was committed is not kept beyond this answer.
            if (changes == Volatile.Read(ref _changes))
            {
                Volatile.Write(ref _snapshot, snapshot);
            }

            return snapshot;
        }
        finally
        {
            _loading.Release();
        }
    }

    /// <summary>A provider as the catalog shows it.</summary>
    internal CatalogEntry Entry(Provider provider)
    {
        var configured = clients.Value.TryGetValue(provider.Key, out var client) && client is { ClientId.Length: > 0, ClientSecret.Length: > 0 };
        var document = ProviderDocuments.Read(provider.BaseJson, provider.OverridesJson);
        var clientId = provider.OAuthClientId ?? (configured ? client!.ClientId : null);
        return new CatalogEntry(
            provider.Id,
            document.OAuthConfig is null ? document : document with { OAuthConfig = document.OAuthConfig with { ClientId = clientId } },
            connectors.Find(provider.Key),
            provider.IsBuiltIn,
            provider.OAuthClientSecretCiphertext is not null || configured,
            provider.CreatedAt,
            provider.UpdatedAt,
            provider.Version);
    }

    /// <inheritdoc/>
    public void Dispose() => _loading.Dispose();
}
