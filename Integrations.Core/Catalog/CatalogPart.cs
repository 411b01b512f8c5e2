using System.Collections.Concurrent;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>
/// The providers that someone may see, as the catalog was at one moment. A part never changes, and everyone who may see the same is given
/// the same one: what is worked out of it once stays right, and a later catalog has other parts.
/// </summary>
public sealed class CatalogPart
{
    private readonly CatalogRow[] _rows;
    private readonly ConcurrentDictionary<(string Key, bool Descending), CatalogOrder> _orders = new();

    internal CatalogPart(IEnumerable<CatalogRow> rows)
    {
        _rows = [.. rows];
        Entries = [.. Ordered("displayName", descending: false)!.Of(null).ToArray().Select(row => row.Entry)];
        Categories = Entries.CountBy(entry => entry.Document.Category, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>By display name.</summary>
    public IReadOnlyList<CatalogEntry> Entries { get; }

    /// <summary>How many there are of each category that has any.</summary>
    public IReadOnlyDictionary<string, int> Categories { get; }

    /// <summary>One page of those that the filter lets through.</summary>
    /// <returns>The page, or <c>validation</c> for an order that is none.</returns>
    internal Result<Page<CatalogEntry>> Select(ProviderFilter filter, PageRequest page)
    {
        if (Ordered(page.SortBy ?? "displayName", page.Descending) is not { } order)
        {
            return Failure.InvalidField("sortBy", "sortBy must be one of name, displayName, provider, category, status, createdAt, updatedAt.");
        }

        var rows = order.Of(filter.Category);
        var words = string.IsNullOrWhiteSpace(filter.Search) ? null : TextMatch.Canonical(filter.Search.Trim());
        if (words is null && filter is { Status: null, Audience: null })
        {
            var first = Math.Min(page.Offset, rows.Length);
            return new Page<CatalogEntry>([.. rows.Slice(first, Math.Min(page.Limit, rows.Length - first)).ToArray().Select(row => row.Entry)], rows.Length);
        }

        var (items, total) = (new List<CatalogEntry>(page.Limit), 0);
        foreach (var row in rows)
        {
            if ((filter.Status is null || row.Entry.Document.Status == filter.Status)
                && (filter.Audience is null || row.Entry.Document.Audience == filter.Audience)
                && (words is null || row.Text.Contains(words)))
            {
                if (total >= page.Offset && items.Count < page.Limit)
                {
                    items.Add(row.Entry);
                }

                total++;
            }
        }

        return new Page<CatalogEntry>(items, total);
    }

    /// <summary>Sorted when it is asked for first; null for an order that is none.</summary>
    private CatalogOrder? Ordered(string sortBy, bool descending) => sortBy switch
    {
        "displayName" => Ordered(sortBy, descending, entry => entry.DisplayName, StringComparer.InvariantCulture),
        "name" or "provider" => Ordered("name", descending, entry => entry.Key, StringComparer.InvariantCulture),
        "category" => Ordered(sortBy, descending, entry => entry.Document.Category, StringComparer.InvariantCulture),
        "status" => Ordered(sortBy, descending, entry => entry.Document.Status, StringComparer.InvariantCulture),
        "createdAt" => Ordered(sortBy, descending, entry => entry.CreatedAt, Comparer<DateTimeOffset>.Default),
        "updatedAt" => Ordered(sortBy, descending, entry => entry.UpdatedAt, Comparer<DateTimeOffset>.Default),
        _ => null,
    };

    private CatalogOrder Ordered<T>(string name, bool descending, Func<CatalogEntry, T> key, IComparer<T> comparer) => _orders.GetOrAdd(
        (name, descending),
        _ => new CatalogOrder([.. (descending ? _rows.OrderByDescending(row => key(row.Entry), comparer) : _rows.OrderBy(row => key(row.Entry), comparer)).ThenBy(row => row.Entry.Id)]));
}
