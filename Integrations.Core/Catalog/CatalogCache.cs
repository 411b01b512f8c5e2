using Integrations.Connectors;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Core.Catalog;

/// <summary>The catalog in memory: looked at anew after five seconds and after a change of this process. Only rows that changed are read again.</summary>
public sealed class CatalogCache(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, IOptions<ProvidersOptions> clients, TimeProvider clock) : IDisposable
{
    /// <summary>How long a change on another node may go unseen (RELIABILITY M1).</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>More changed rows than this are read with all others.</summary>
    private const int FewRows = 50;

    private readonly SemaphoreSlim _loading = new(1, 1);
    private Kept? _kept;
    private int _changes;

    /// <summary>To be called after a change was committed.</summary>
    internal void Forget() => Interlocked.Increment(ref _changes);

    internal async ValueTask<CatalogSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } loaded)
            {
                return loaded;
            }

            var (changes, at) = (Volatile.Read(ref _changes), clock.GetTimestamp());
            var snapshot = await ReadAsync(_kept?.Snapshot, cancellationToken);
            // What was read before a change here was committed bears a former number, and is not given out beyond this answer.
            Volatile.Write(ref _kept, new Kept(snapshot, at, changes));
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

    private CatalogSnapshot? Fresh() =>
        Volatile.Read(ref _kept) is { } kept && kept.Changes == Volatile.Read(ref _changes) && clock.GetElapsedTime(kept.At) < MaxAge ? kept.Snapshot : null;

    /// <summary>The former one where nothing changed since; else one that takes from it what did not.</summary>
    private async Task<CatalogSnapshot> ReadAsync(CatalogSnapshot? former, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var providers = db.Providers.AsNoTracking();
        var stamps = await providers.OrderBy(p => p.DisplayName).ThenBy(p => p.Id).Select(p => new CatalogStamp(p.Id, p.Version, p.OAuthClientSecretCiphertext)).ToListAsync(cancellationToken);
        var known = (former?.Rows ?? []).ToDictionary(row => row.Stamp);
        var changed = stamps.Where(stamp => !known.ContainsKey(stamp)).Select(stamp => stamp.Id).ToList();
        var read = changed.Count == 0 ? []
            : await (changed.Count > FewRows ? providers : providers.Where(p => changed.Contains(p.Id))).ToDictionaryAsync(p => p.Id, Row, cancellationToken);
        // One that was deleted between the two is in neither.
        List<CatalogRow> rows = [.. stamps.Select(stamp => known.GetValueOrDefault(stamp) ?? read.GetValueOrDefault(stamp.Id)).OfType<CatalogRow>().Select(row => row.With(connectors.Find(row.Entry.Key)))];
        return former is not null && rows.SequenceEqual(former.Rows, ReferenceEqualityComparer.Instance) ? former : new CatalogSnapshot(rows);
    }

    private CatalogRow Row(Provider provider) => new(
        new CatalogStamp(provider.Id, provider.Version, provider.OAuthClientSecretCiphertext),
        Entry(provider),
        provider is { OAuthClientId: { } id, OAuthClientSecretCiphertext: { } ciphertext } ? new StoredOAuthClient(provider.Id, id, ciphertext) : null);

    /// <param name="At">When its reading began.</param>
    /// <param name="Changes">How many changes there had been here when its reading began.</param>
    private sealed record Kept(CatalogSnapshot Snapshot, long At, int Changes);
}
