using Integrations.Core.Catalog;
using Integrations.Primitives;

namespace Integrations.Web.Features.Catalog;

/// <summary>A part of the catalog in one language, with what its page searches made ready.</summary>
internal sealed class CatalogShelf
{
    private readonly (CatalogEntry Entry, SearchedText Text)[] _rows;
    private readonly CatalogFound _whole;

    public CatalogShelf(CatalogPart part)
    {
        _rows = [.. part.Entries.Select(entry => (entry, new SearchedText([
            entry.DisplayName, entry.Document.Description, CatalogLabels.Category(entry.Document.Category), .. CatalogLabels.Abilities(entry.Document).Select(ability => ability.Word)])))];
        _whole = new CatalogFound(part.Entries);
    }

    /// <summary>Those of whom every word typed occurs in the name, the description, the category or an ability; all where none was.</summary>
    public CatalogFound Find(string? typed)
    {
        var words = (typed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(TextMatch.Canonical).ToArray();
        return words.Length == 0 ? _whole : new CatalogFound([.. _rows.Where(row => Array.TrueForAll(words, row.Text.Contains)).Select(row => row.Entry)]);
    }

    /// <summary>The categories that have anything, in the order of the page.</summary>
    public IReadOnlyList<string> Categories => _whole.Categories;
}
