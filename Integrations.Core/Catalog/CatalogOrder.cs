namespace Integrations.Core.Catalog;

/// <summary>Providers in one order, and those of each category in the same.</summary>
internal sealed class CatalogOrder(CatalogRow[] rows)
{
    private readonly Dictionary<string, CatalogRow[]> _byCategory = rows.GroupBy(row => row.Entry.Document.Category, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Those of a category; all for null.</summary>
    public ReadOnlySpan<CatalogRow> Of(string? category) => category is null ? rows : _byCategory.GetValueOrDefault(category);
}
