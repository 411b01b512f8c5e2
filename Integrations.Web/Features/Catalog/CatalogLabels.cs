using Integrations.Connectors.Manifest;
using Integrations.Core.Catalog;
using Integrations.Web.Localization;

namespace Integrations.Web.Features.Catalog;

/// <summary>The catalog's codes in words.</summary>
internal static class CatalogLabels
{
    private static (string Code, string Word, string Icon)[] AllAbilities =>
    [
        ("search", Text.T("Search"), "search"),
        ("actions", Text.T("Actions"), "play_circle"),
        ("events", Text.T("Events"), "notifications"),
        ("sync", Text.T("Sync"), "sync"),
    ];

    public static string Category(string code) => code switch
    {
        CatalogCategories.Calendar => Text.T("Calendars"),
        "crm" => Text.T("CRM"),
        "communication" => Text.T("Communication"),
        "data_source" => Text.T("Code and tickets"),
        "storage" => Text.T("Files"),
        "custom" => Text.T("Automation"),
        _ => code,
    };

    public static string Status(string code) => code switch
    {
        ProviderStatuses.Beta => Text.T("beta (of a system)"),
        ProviderStatuses.Deprecated => Text.T("deprecated (of a system)"),
        ProviderStatuses.Disabled => Text.T("disabled (of a system)"),
        _ => code,
    };

    public static IEnumerable<(string Word, string Icon)> Abilities(ProviderDocument document) =>
        AllAbilities.Where(a => document.Capabilities.Contains(a.Code)).Select(a => (a.Word, a.Icon));
}
