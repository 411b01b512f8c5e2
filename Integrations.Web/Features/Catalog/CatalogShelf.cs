using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Web.Features.Catalog;

/// <summary>A part of the catalog in one language, with what its page searches made ready.</summary>
internal sealed class CatalogShelf(CatalogPart part)
{
    private readonly CatalogFound _whole = new(part.Entries);
    private readonly SearchedTexts _texts = new(part.Entries.Select(entry => (IEnumerable<string?>)
        [entry.DisplayName, entry.Document.Description, CatalogLabels.Category(CatalogCategories.Of(entry)), CatalogLabels.Category(entry.Document.Category), .. CatalogLabels.Abilities(entry.Document).Select(ability => ability.Word)]));

    /// <summary>The categories that have anything, in the order of the page.</summary>
    public IReadOnlyList<string> Categories { get; } = new CatalogFound(part.Entries).Categories;

    /// <summary>Those of whom every word typed occurs in the name, the description, the category or an ability; all where none was.</summary>
    public CatalogFound Find(string? typed)
    {
        var words = (typed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? _whole : new CatalogFound([.. _texts.Find(words).Select(number => part.Entries[number])]);
    }
}
