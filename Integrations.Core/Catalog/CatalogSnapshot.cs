using Integrations.Connectors.Manifest;
using Integrations.Core.Permissions;

namespace Integrations.Core.Catalog;

/// <summary>
/// The catalog as it was at one moment. It never changes; as long as nothing in the catalog does, the same one is given out, so that what is
/// worked out of it is worked out once and not for each request.
/// </summary>
internal sealed class CatalogSnapshot
{
    private readonly Lazy<CatalogPart> _offered;
    private readonly Lazy<CatalogPart> _active;
    private readonly Lazy<CatalogPart> _all;
    private readonly Lazy<ILookup<string, CatalogEntry>> _byDisplayName;
    private readonly Lazy<IReadOnlyList<CatalogEntry>> _forPeople;

    public CatalogSnapshot(IReadOnlyList<CatalogRow> rows)
    {
        Rows = rows;
        Entries = [.. rows.Select(row => row.Entry)];
        ById = Entries.ToDictionary(e => e.Id);
        ByKey = Entries.ToDictionary(e => e.Key, StringComparer.OrdinalIgnoreCase);
        Clients = rows.Where(row => row.Client is not null).ToDictionary(row => row.Entry.Key, row => row.Client!, StringComparer.Ordinal);
        _offered = new(() => new CatalogPart(Entries.Where(e => e.IsOffered)));
        _active = new(() => new CatalogPart(Entries.Where(e => e.Document.Status == ProviderStatuses.Active)));
        _all = new(() => new CatalogPart(Entries));
        _forPeople = new(() => [.. Entries.Where(e => e.IsForPeople)]);
        _byDisplayName = new(() => Entries.ToLookup(e => e.DisplayName, StringComparer.OrdinalIgnoreCase));
    }

    public IReadOnlyList<CatalogRow> Rows { get; }

    /// <summary>In the order in which the database has them, by display name.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    public IReadOnlyDictionary<string, StoredOAuthClient> Clients { get; }

    public IReadOnlyDictionary<Guid, CatalogEntry> ById { get; }

    public IReadOnlyDictionary<string, CatalogEntry> ByKey { get; }

    /// <summary>Several may have the same name.</summary>
    public ILookup<string, CatalogEntry> ByDisplayName => _byDisplayName.Value;

    /// <summary>Those that people can connect for themselves.</summary>
    public IReadOnlyList<CatalogEntry> ForPeople => _forPeople.Value;

    /// <summary>Everything, for who may see that.</summary>
    public CatalogPart All => _all.Value;

    /// <summary>Audience tenant and status active (001).</summary>
    public CatalogPart Offered => _offered.Value;

    /// <summary>What is offered to the caller: to super administrators also what is active and not for tenants.</summary>
    public CatalogPart OfferedTo(Caller caller) => caller.IsSuperAdmin ? _active.Value : Offered;
}
