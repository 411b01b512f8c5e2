using Integrations.Core.Catalog;

namespace Integrations.Web.Features.Catalog;

/// <summary>The catalog's codes in words.</summary>
internal static class CatalogWords
{
    private static readonly (string Code, string Word, string Icon)[] AllAbilities =
    [
        ("search", "Search", "search"),
        ("actions", "Actions", "play_circle"),
        ("events", "Events", "notifications"),
        ("sync", "Sync", "sync"),
    ];

    public static string Category(string code) => code switch
    {
        "crm" => "CRM",
        "communication" => "Communication",
        "data_source" => "Code and tickets",
        "storage" => "Files",
        "custom" => "Automation",
        _ => code,
    };

    public static IEnumerable<(string Word, string Icon)> Abilities(ProviderDocument document) =>
        AllAbilities.Where(a => document.Capabilities.Contains(a.Code)).Select(a => (a.Word, a.Icon));

    /// <summary>Every word typed occurs in the name, the description, the category or an ability.</summary>
    public static bool Matches(CatalogEntry entry, string? typed)
    {
        var text = $"{entry.DisplayName} {entry.Document.Description} {Category(entry.Document.Category)} {string.Join(' ', Abilities(entry.Document).Select(a => a.Word))}";
        return (typed ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
