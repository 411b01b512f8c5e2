using System.Collections.Concurrent;
using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>
/// The providers that someone may see, as the catalog was at one moment. A part never changes, and everyone who may see the same is given
/// the same one: what is worked out of it once stays right, and a later catalog has other parts.
/// </summary>
public sealed class CatalogPart
{
    private readonly CatalogEntry[] _entries;
    private readonly ConcurrentDictionary<(string Key, bool Descending), CatalogOrder> _orders = new();
    private readonly Lazy<SearchedTexts> _texts;

    internal CatalogPart(IEnumerable<CatalogEntry> entries)
    {
        _entries = [.. entries.OrderBy(entry => entry.DisplayName, StringComparer.InvariantCulture).ThenBy(entry => entry.Id)];
        _texts = new(() => new SearchedTexts(_entries.Select(entry => (IEnumerable<string?>)[entry.DisplayName, entry.Key, entry.Document.Description])));
        Categories = _entries.CountBy(entry => entry.Document.Category, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>By display name.</summary>
    public IReadOnlyList<CatalogEntry> Entries => _entries;

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

        var numbers = order.Of(filter.Category);
        var found = string.IsNullOrWhiteSpace(filter.Search) ? null : Found(filter.Search.Trim());
        if (found is null && filter is { Status: null, Audience: null })
        {
            var first = Math.Min(page.Offset, numbers.Length);
            return new Page<CatalogEntry>([.. numbers.Slice(first, Math.Min(page.Limit, numbers.Length - first)).ToArray().Select(number => _entries[number])], numbers.Length);
        }

        var (items, total) = (new List<CatalogEntry>(page.Limit), 0);
        foreach (var number in numbers)
        {
            if (found?[number] == false
                || (filter.Status is not null && _entries[number].Document.Status != filter.Status)
                || (filter.Audience is not null && _entries[number].Document.Audience != filter.Audience))
            {
                continue;
            }

            if (total++ >= page.Offset && items.Count < page.Limit)
            {
                items.Add(_entries[number]);
            }
        }

        return new Page<CatalogEntry>(items, total);
    }

    /// <summary>For each, whether a search finds it.</summary>
    private bool[] Found(string words)
    {
        var found = new bool[_entries.Length];
        foreach (var number in _texts.Value.Find(words))
        {
            found[number] = true;
        }

        return found;
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

    private CatalogOrder Ordered<T>(string name, bool descending, Func<CatalogEntry, T> key, IComparer<T> comparer) => _orders.GetOrAdd((name, descending), _ =>
    {
        var numbers = Enumerable.Range(0, _entries.Length);
        var ordered = descending ? numbers.OrderByDescending(number => key(_entries[number]), comparer) : numbers.OrderBy(number => key(_entries[number]), comparer);
        return new CatalogOrder([.. ordered.ThenBy(number => _entries[number].Id)], number => _entries[number]);
    });
}
