using Integrations.Core.Search;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="ByIntegration">Grouped by integration id.</param>
/// <param name="ByEntity">Grouped by entity type.</param>
/// <param name="Errors">Integrations that gave nothing now, or not all of it, and why.</param>
internal sealed record GlobalSearchResponse(
    IReadOnlyList<SearchResultItem> Results,
    int Total,
    long Took,
    bool HasMore,
    IReadOnlyDictionary<string, IReadOnlyList<SearchResultItem>> ByIntegration,
    IReadOnlyDictionary<string, IReadOnlyList<SearchResultItem>> ByEntity,
    [property: BeyondDocuments] IReadOnlyList<SearchFailureDocument> Errors)
{
    public static GlobalSearchResponse Of(IReadOnlyList<SearchOutcome> outcomes, TimeSpan took, DateTimeOffset now)
    {
        var answered = outcomes.Where(o => o.Status == SearchStatus.Ok || o.Hits.FoundAt is not null || o.Hits.Items.Count > 0).OrderBy(o => o.InstanceName, StringComparer.Ordinal).ThenBy(o => o.InstanceId).ToList();
        var items = answered.SelectMany(o => o.Hits.Items.Select(item => SearchResultItem.Of(item, o.InstanceId, o.InstanceName, o.ProviderKey))).ToList();
        return new GlobalSearchResponse(
            items,
            answered.Sum(o => o.Hits.Total ?? (o.Hits.Items.Count + (o.Hits.HasMore ? 1 : 0))),
            (long)took.TotalMilliseconds,
            answered.Any(o => o.Hits.HasMore),
            Grouped(items, item => item.IntegrationId.ToString()),
            Grouped(items, item => item.EntityType),
            [.. outcomes.Where(o => o.Status != SearchStatus.Ok).Select(o => new SearchFailureDocument(o.InstanceId, o.InstanceName, NameOf(o.Status), o.Failure?.Message ?? "It did not answer in time.", SearchAges.Of(o.Hits, now)))]);
    }

    private static Dictionary<string, IReadOnlyList<SearchResultItem>> Grouped(IEnumerable<SearchResultItem> items, Func<SearchResultItem, string> key) =>
        items.GroupBy(key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (IReadOnlyList<SearchResultItem>)[.. g], StringComparer.Ordinal);

    private static string NameOf(SearchStatus status) => status switch
    {
        SearchStatus.Timeout => "timeout",
        SearchStatus.RateLimited => "rate_limited",
        SearchStatus.Reconnect => "reconnect",
        _ => "error",
    };
}
