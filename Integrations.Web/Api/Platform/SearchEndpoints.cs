using System.Diagnostics;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Integrations.Web.Api.Platform;

/// <summary>001, "Search Endpoints".</summary>
internal static class SearchEndpoints
{
    private const int DefaultLimit = 10;

    public static void MapSearch(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/integrations").WithTags("Search").WithErrorShape(shape)
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Search);
        group.MapPost("/search", SearchAllAsync).WithName("SearchAll").WithSummary("Global search across integrations")
            .WithDescription("All integrations that the caller may search are asked side by side under one deadline. What answers in time is returned; for the others, errors says why, and how old the results are that are shown in their place, if there are any.");
        group.MapGet("/{id}/search", SearchOneAsync).WithName("SearchOne").WithSummary("Search specific integration");
    }

    private static async Task<Results<Ok<GlobalSearchResponse>, ApiErrorResult>> SearchAllAsync(
        GlobalSearchBody body, SearchService search, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (!body.Read().TryGet(out var request, out var invalid) || (invalid = SearchService.Check(caller, request)) is not null)
        {
            return invalid!.ToApiError();
        }

        var outcomes = new List<SearchOutcome>();
        await foreach (var outcome in search.SearchAllAsync(caller, request, cancellationToken))
        {
            outcomes.Add(outcome);
        }

        return TypedResults.Ok(GlobalSearchResponse.Of(outcomes, Stopwatch.GetElapsedTime(started), clock.GetUtcNow()));
    }

    private static async Task<Results<Ok<SearchResponse>, ApiErrorResult>> SearchOneAsync(
        RouteId id, string? query, [FromQuery] string[]? entities, int? limit, int? offset, string? userId,
        InstanceService instances, SearchService search, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        if (string.IsNullOrWhiteSpace(query))
        {
            return Failure.InvalidField("query", "query is required.").ToApiError();
        }

        if (!SearchUsers.Read(userId).TryGet(out var user, out var failure) || !(await instances.GetAsync(caller, id, cancellationToken)).TryGet(out var view, out failure))
        {
            return failure.ToApiError();
        }

        var request = new SearchRequest(query, limit ?? DefaultLimit) { Offset = offset ?? 0, EntityTypes = Lists.Split(entities), UserId = user, MayBeOld = true };
        var found = await search.SearchAsync(caller, id, request, cancellationToken);
        return found.Match<Results<Ok<SearchResponse>, ApiErrorResult>>(
            hits => TypedResults.Ok(new SearchResponse(
                [.. hits.Items.Select(item => SearchResultItem.Of(item, view.Id, view.Name, view.Instance.ProviderKey))],
                hits.Total ?? (request.Offset + hits.Items.Count + (hits.HasMore ? 1 : 0)),
                (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                hits.HasMore,
                SearchAges.Of(hits, clock.GetUtcNow()),
                hits.Trouble?.Message)),
            problem => problem.ToApiError());
    }
}

/// <summary>The age of results that stand in for fresh ones.</summary>
internal static class SearchAges
{
    public static int? Of(SearchHits hits, DateTimeOffset now) => hits.FoundAt is { } at ? (int)Math.Max(0, (now - at).TotalSeconds) : null;
}

/// <summary>001's userId may narrow to the caller, and says nothing about anybody else.</summary>
internal static class SearchUsers
{
    public static Result<Guid?> Read(string? userId) =>
        string.IsNullOrEmpty(userId) ? Result<Guid?>.Success(null)
        : Guid.TryParse(userId, out var id) ? id
        : Failure.InvalidField("userId", "userId must be a user's id.");
}

/// <param name="Query">Search query, required.</param>
/// <param name="Integrations">Only these integrations.</param>
/// <param name="Entities">Only these entity types.</param>
/// <param name="Limit">Max results per integration; 10 unless told, 100 at most.</param>
/// <param name="Offset">Results to skip per integration.</param>
/// <param name="UserId">For user-scoped integrations; nobody but the caller.</param>
[ApiRequest(nameof(GlobalSearchBody.Query))]
internal sealed record GlobalSearchBody(
    string? Query, IReadOnlyList<string?>? Integrations, IReadOnlyList<string?>? Entities, SearchFilters? Filters, int? Limit, int? Offset, string? UserId)
{
    private const int DefaultLimit = 10;
    private const int MaxItems = 1_000;

    public Result<GlobalSearchRequest> Read()
    {
        if (string.IsNullOrWhiteSpace(Query))
        {
            return Failure.InvalidField("query", "query is required.");
        }

        if (Integrations?.Count > MaxItems || Entities?.Count > MaxItems || Filters?.EntityTypes?.Count > MaxItems)
        {
            return Failure.InvalidField("integrations", $"A list may hold at most {MaxItems} items.");
        }

        if (!SearchUsers.Read(UserId).TryGet(out var user, out var failure)
            || !RequestDates.From("filters.dateRange.start", Filters?.DateRange?.Start).TryGet(out var start, out failure)
            || !RequestDates.Until("filters.dateRange.end", Filters?.DateRange?.End).TryGet(out var end, out failure))
        {
            return failure;
        }

        var each = new SearchRequest(Query, Limit ?? DefaultLimit)
        {
            Offset = Offset ?? 0,
            Start = start,
            End = end,
            EntityTypes = [.. (Entities ?? []).Concat(Filters?.EntityTypes ?? []).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)],
            Filters = Lists.Texts(Filters?.CustomFilters),
            UserId = user,
            UnknownTypesAreErrors = false,
            MayBeOld = true,
        };
        // An id that is none names no integration, and still narrows.
        return new GlobalSearchRequest(each) { Integrations = [.. (Integrations ?? []).Select(i => Guid.TryParse(i, out var id) ? id : Guid.Empty)] };
    }
}

[ApiRequest]
internal sealed record SearchFilters(DateRange? DateRange, IReadOnlyList<string?>? EntityTypes, JsonObject? CustomFilters);

/// <param name="Start">A day or a moment; inclusive.</param>
/// <param name="End">A day or a moment; a day counts whole.</param>
[ApiRequest]
internal sealed record DateRange(string? Start, string? End);

internal sealed record SearchResultItem(
    string Id, Guid IntegrationId, string IntegrationName, string Provider, string EntityType, string Title, string? Description, string? Url, JsonObject Metadata)
{
    public static SearchResultItem Of(ExternalEntity entity, Guid integrationId, string integrationName, string provider) => new(
        entity.Id, integrationId, integrationName, provider, entity.Type, entity.Title, entity.Description, entity.Url, entity.Metadata);
}

/// <param name="Total">All matches where the vendor tells; else as many as are known.</param>
/// <param name="Took">Milliseconds.</param>
/// <param name="StaleSeconds">How old the results are, while the vendor is in trouble; absent for fresh ones.</param>
/// <param name="Error">Why these are not all results, or not fresh ones; absent when they are.</param>
internal sealed record SearchResponse(
    IReadOnlyList<SearchResultItem> Results, int Total, long Took, bool HasMore, [property: BeyondDocuments] int? StaleSeconds = null, [property: BeyondDocuments] string? Error = null);

/// <param name="Status">timeout, error, rate_limited or reconnect.</param>
/// <param name="StaleSeconds">How old this integration's results are, which are shown in place of fresh ones; absent when there are none.</param>
internal sealed record SearchTrouble(Guid IntegrationId, string IntegrationName, [property: OneOf("timeout", "error", "rate_limited", "reconnect")] string Status, string Message, int? StaleSeconds = null);

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
    [property: BeyondDocuments] IReadOnlyList<SearchTrouble> Errors)
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
            [.. outcomes.Where(o => o.Status != SearchStatus.Ok).Select(o => new SearchTrouble(o.InstanceId, o.InstanceName, NameOf(o.Status), o.Failure?.Message ?? "It did not answer in time.", SearchAges.Of(o.Hits, now)))]);
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
