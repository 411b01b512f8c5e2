namespace Integrations.Core.SavedFilters;

/// <summary>The lists whose filters can be saved, each with what its address may ask for. A page number, a cursor and an open row are no filter.</summary>
public static class SavedFilterLists
{
    /// <summary>In characters.</summary>
    public const int KeyMaxLength = 40;

    /// <summary>What is enabled, at <c>/integrations</c>.</summary>
    public const string Integrations = "integrations";

    /// <summary>What was done through integrations, at <c>/activity</c>.</summary>
    public const string Activity = "activity";

    /// <summary>Who changed what, at <c>/audit</c>.</summary>
    public const string Audit = "audit";

    /// <summary>What is sent to webhooks, at <c>/webhooks/deliveries</c>.</summary>
    public const string Deliveries = "deliveries";

    /// <summary>Meetings, at <c>/meetings</c>.</summary>
    public const string Meetings = "meetings";

    /// <summary>People, at <c>/people</c>.</summary>
    public const string People = "people";

    /// <summary>Who belongs to the organization, at <c>/members</c>.</summary>
    public const string Members = "members";

    /// <summary>What can be connected, at <c>/catalog</c>.</summary>
    public const string Catalog = "catalog";

    /// <summary>Searches over everything, at <c>/search</c>.</summary>
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

    /// <summary>Their names.</summary>
    public static IReadOnlyCollection<string> All => Parameters.Keys;

    /// <summary>In alphabetical order; nothing for a list that is not known.</summary>
    public static IReadOnlyList<string> ParametersOf(string? list) => list is not null && Parameters.TryGetValue(list, out var names) ? names : [];
}
