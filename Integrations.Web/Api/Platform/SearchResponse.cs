using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

/// <param name="Total">All matches where the vendor tells; else as many as are known.</param>
/// <param name="Took">Milliseconds.</param>
/// <param name="StaleSeconds">How old the results are, while the vendor is in trouble; absent for fresh ones.</param>
/// <param name="Error">Why these are not all results, or not fresh ones; absent when they are.</param>
internal sealed record SearchResponse(
    IReadOnlyList<SearchResultItem> Results, int Total, long Took, bool HasMore, [property: BeyondDocuments] int? StaleSeconds = null, [property: BeyondDocuments] string? Error = null);
