namespace Integrations.Core.SavedFilters;

/// <summary>The lists whose filters can be saved, each with what its address may ask for. A page number, a cursor and an open row are no filter.</summary>
public static class SavedFilterLists
{
    public const int KeyMaxLength = 40;

    public const string Integrations = "integrations";
    public const string Activity = "activity";
    public const string Audit = "audit";
    public const string Deliveries = "deliveries";
    public const string Meetings = "meetings";
    public const string People = "people";
    public const string Members = "members";
    public const string Catalog = "catalog";
    public const string Search = "search";

    /// <summary>Of super administrators; those of them who belong to an organization can save filters.</summary>
    public const string Providers = "providers";

    /// <summary>What an integration's id is called in the address of a list that can be narrowed to one.</summary>
    public const string IntegrationParameter = "integration";

    private static readonly Dictionary<string, string[]> Parameters = new(StringComparer.Ordinal)
    {
        [Integrations] = ["q", "sort", "status", "tag"],
        [Activity] = [IntegrationParameter, "span", "status", "type"],
        [Audit] = ["action", "actor", "span"],
        [Deliveries] = ["endpoint", "event", "status"],
        [Meetings] = ["q"],
        [People] = ["q"],
        [Members] = ["q"],
        [Catalog] = ["category", "q"],
        [Search] = ["group", "q"],
        [Providers] = ["q", "status"],
    };

    public static IReadOnlyCollection<string> All => Parameters.Keys;

    /// <summary>In alphabetical order; nothing for a list that is not known.</summary>
    public static IReadOnlyList<string> ParametersOf(string? list) => list is not null && Parameters.TryGetValue(list, out var names) ? names : [];
}
