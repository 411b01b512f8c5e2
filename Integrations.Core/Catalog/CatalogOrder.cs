namespace Integrations.Core.Catalog;

/// <summary>Providers in one order, and those of each category in the same: their numbers, because numbers lie behind one another in memory.</summary>
internal sealed class CatalogOrder(int[] numbers, Func<int, CatalogEntry> entryOf)
{
    private readonly Dictionary<string, int[]> _byCategory =
        numbers.GroupBy(number => entryOf(number).Document.Category, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Those of a category; all for null.</summary>
    public ReadOnlySpan<int> Of(string? category) => category is null ? numbers : _byCategory.GetValueOrDefault(category);
}
