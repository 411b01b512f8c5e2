namespace Integrations.Core.Catalog;

/// <summary>The catalog as it was read at one moment.</summary>
internal sealed class CatalogSnapshot(IReadOnlyList<CatalogEntry> entries, IReadOnlyDictionary<string, StoredOAuthClient> clients, long loadedAt)
{
    public IReadOnlyList<CatalogEntry> Entries => entries;

    public IReadOnlyDictionary<string, StoredOAuthClient> Clients => clients;

    public long LoadedAt => loadedAt;

    public IReadOnlyDictionary<Guid, CatalogEntry> ById { get; } = entries.ToDictionary(e => e.Id);

    public IReadOnlyDictionary<string, CatalogEntry> ByKey { get; } = entries.ToDictionary(e => e.Key, StringComparer.OrdinalIgnoreCase);
}
