using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>The catalog: what can be connected.</summary>
public sealed class CatalogService(CatalogCache cache)
{
    /// <summary>Offered providers, for everyone who is signed in: audience tenant and status active (001).</summary>
    public async Task<Result<Page<CatalogEntry>>> ListOfferedAsync(Caller caller, ProviderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        page.Validate() is { } invalid ? invalid
        : (await cache.LoadAsync(cancellationToken)).OfferedTo(caller).Select(filter, page);

    /// <summary>All that <see cref="ListOfferedAsync"/> has pages of.</summary>
    public async Task<CatalogPart> OfferedAsync(Caller caller, CancellationToken cancellationToken) => (await cache.LoadAsync(cancellationToken)).OfferedTo(caller);

    /// <summary>An offered provider by category and id or key; another category is another address, so not found.</summary>
    public async Task<Result<CatalogEntry>> GetOfferedAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken) =>
        await FindAsync(category, idOrKey, cancellationToken) is { } entry && (entry.IsOffered || caller.IsSuperAdmin) ? entry : ProviderFailures.NotFound(idOrKey);

    /// <summary>All providers, for super admins.</summary>
    public async Task<Result<Page<CatalogEntry>>> ListAllAsync(Caller caller, ProviderFilter filter, PageRequest page, CancellationToken cancellationToken) =>
        caller.Must(KnownPermissions.ReadAllProviders) is { } forbidden ? forbidden
        : page.Validate() is { } invalid ? invalid
        : (await cache.LoadAsync(cancellationToken)).All.Select(filter, page);

    /// <summary>As <see cref="GetOfferedAsync"/>, for super administrators: providers that are not offered too.</summary>
    /// <returns>The provider, or <c>permission_denied</c>, <c>provider.not_found</c>.</returns>
    public async Task<Result<CatalogEntry>> GetAnyAsync(Caller caller, string? category, string idOrKey, CancellationToken cancellationToken) =>
        caller.Must(KnownPermissions.ReadAllProviders) is { } forbidden ? forbidden
        : await FindAsync(category, idOrKey, cancellationToken) is { } entry ? entry
        : ProviderFailures.NotFound(idOrKey);

    /// <summary>For services: a provider by key or id, no matter who asks. Null when there is none.</summary>
    public async Task<CatalogEntry?> FindAsync(string idOrKey, CancellationToken cancellationToken) => await FindAsync(null, idOrKey, cancellationToken);

    /// <summary>For services: everything.</summary>
    public async Task<IReadOnlyList<CatalogEntry>> AllAsync(CancellationToken cancellationToken) => (await cache.LoadAsync(cancellationToken)).Entries;

    internal ValueTask<CatalogSnapshot> SnapshotAsync(CancellationToken cancellationToken) => cache.LoadAsync(cancellationToken);

    internal async Task<CatalogEntry?> FindAsync(string? category, string idOrKey, CancellationToken cancellationToken)
    {
        var snapshot = await cache.LoadAsync(cancellationToken);
        var entry = Guid.TryParse(idOrKey, out var id) ? snapshot.ById.GetValueOrDefault(id) : snapshot.ByKey.GetValueOrDefault(idOrKey);
        return entry is not null && (category is null || entry.Document.Category == category) ? entry : null;
    }
}
