using Integrations.Core.Catalog;

namespace Integrations.Web.Features.Catalog;

/// <summary>What was found in the catalog, by category.</summary>
internal sealed class CatalogFound(IReadOnlyList<CatalogEntry> all)
{
    private readonly Dictionary<string, CatalogEntry[]> _byCategory = all.GroupBy(CatalogCategories.Of, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Those that have any, in the order of the page.</summary>
    public IReadOnlyList<string> Categories => [.. CatalogCategories.All.Where(_byCategory.ContainsKey), .. _byCategory.Keys.Except(CatalogCategories.All, StringComparer.Ordinal)];

    /// <summary>Those of a category by name; all for null.</summary>
    public IReadOnlyList<CatalogEntry> Of(string? category) => category is null ? all : _byCategory.GetValueOrDefault(category) ?? [];
}
