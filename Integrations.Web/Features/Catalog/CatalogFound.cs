using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;

namespace Integrations.Web.Features.Catalog;

/// <summary>What was found in the catalog, by category.</summary>
internal sealed class CatalogFound(IReadOnlyList<CatalogEntry> all)
{
    private readonly Dictionary<string, CatalogEntry[]> _byCategory = all.GroupBy(entry => entry.Document.Category, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Those that have anything, as the page orders them.</summary>
    public IReadOnlyList<string> Categories => field ??= [.. _byCategory.Keys.OrderBy(Position)];

    /// <summary>Those of a category; all for null.</summary>
    public IReadOnlyList<CatalogEntry> Of(string? category) => category is null ? all : _byCategory.GetValueOrDefault(category) ?? [];

    private static int Position(string category) => ProviderCategories.All.ToList().IndexOf(category) is var index and >= 0 ? index : int.MaxValue;
}
