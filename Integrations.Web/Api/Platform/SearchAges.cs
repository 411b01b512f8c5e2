using Integrations.Core.Search;

namespace Integrations.Web.Api.Platform;

/// <summary>The age of results that stand in for fresh ones.</summary>
internal static class SearchAges
{
    public static int? Of(SearchHits hits, DateTimeOffset now) => hits.FoundAt is { } at ? (int)Math.Max(0, (now - at).TotalSeconds) : null;
}
