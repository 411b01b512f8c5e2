using Integrations.Core.SavedFilters;

namespace Integrations.Web.Features.SavedFilters;

/// <summary>Where the lists are whose filters can be saved.</summary>
internal static class SavedFilterLabels
{
    /// <summary>The address of a list with a query of <see cref="SavedFilterQuery"/>. Both are ours: what a person gave is only in values, escaped.</summary>
    public static string Address(string list, string query) => query.Length == 0 ? Page(list) : $"{Page(list)}?{query}";

    private static string Page(string list) => list == SavedFilterLists.Deliveries ? "/webhooks/deliveries"
        : SavedFilterLists.IntegrationOf(list) is { } id ? $"/integrations/{id}/data"
        : $"/{list}";
}
