using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Integrations.Core.Catalog;

namespace Integrations.Web.Features.Catalog;

/// <summary>The catalog as its page shows it: made ready once for each language and for all who are offered the same, as long as the catalog does not change.</summary>
public sealed class CatalogShelves
{
    private readonly ConditionalWeakTable<CatalogPart, ConcurrentDictionary<string, CatalogShelf>> _shelves = [];

    /// <summary>In the language of the one who asks.</summary>
    internal CatalogShelf Of(CatalogPart part) => _shelves.GetValue(part, _ => new(StringComparer.Ordinal)).GetOrAdd(CultureInfo.CurrentUICulture.Name, _ => new CatalogShelf(part));
}
