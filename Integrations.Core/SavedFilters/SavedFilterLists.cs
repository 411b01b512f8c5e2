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

    /// <summary>Names one filter of a data list and may stand in its address several times.</summary>
    internal const string ManyParameter = "where";

    private const string DataStart = "data:";

    /// <summary>Of what an integration holds at its vendor, at <c>/integrations/{id}/data</c>.</summary>
    private static readonly string[] DataParameters = ["fields", "kind", ManyParameter];

    private static readonly Dictionary<string, string[]> Parameters = new(StringComparer.Ordinal)
    {
        [Integrations] = ["owner", "provider", "q", "sort", "status", "tag"],
        [Activity] = [IntegrationParameter, "span", "status", "type"],
        [Audit] = ["action", "actor", "span"],
        [Deliveries] = ["endpoint", "event", "status"],
        [Meetings] = ["q"],
        [People] = ["q"],
        [Members] = ["q"],
        [Catalog] = ["category", "q", "sort"],
        [Search] = ["group", "q"],
        [Providers] = ["q", "status"],
    };

    /// <summary>Their names; those of <see cref="DataOf"/> are besides.</summary>
    public static IReadOnlyCollection<string> All => Parameters.Keys;

    /// <summary>The list of what one integration holds: each has filters of its own, because each has fields of its own.</summary>
    public static string DataOf(Guid integrationId) => $"{DataStart}{integrationId:N}";

    /// <summary>The integration of a <see cref="DataOf"/>; null for another list.</summary>
    public static Guid? IntegrationOf(string? list) => list?.StartsWith(DataStart, StringComparison.Ordinal) == true && Guid.TryParseExact(list[DataStart.Length..], "N", out var id) ? id : null;

    /// <summary>In alphabetical order; nothing for a list that is not known.</summary>
    public static IReadOnlyList<string> ParametersOf(string? list) => list is not null && Parameters.TryGetValue(list, out var names) ? names : IntegrationOf(list) is null ? [] : DataParameters;
}
