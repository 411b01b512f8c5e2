using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;
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
        var started = clock.GetTimestamp();
        if (!body.Read().TryGet(out var request, out var invalid) || (invalid = SearchService.Check(caller, request)) is not null)
        {
            return invalid!.ToApiError();
        }

        var outcomes = new List<SearchOutcome>();
        await foreach (var outcome in search.SearchAllAsync(caller, request, cancellationToken))
        {
            outcomes.Add(outcome);
        }

        return TypedResults.Ok(GlobalSearchResponse.Of(outcomes, clock.GetElapsedTime(started), clock.GetUtcNow()));
    }

    private static async Task<Results<Ok<SearchResponse>, ApiErrorResult>> SearchOneAsync(
        RouteId id, string? query, [FromQuery] string[]? entities, int? limit, int? offset, string? userId,
        InstanceService instances, SearchService search, Caller caller, TimeProvider clock, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
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
                (long)clock.GetElapsedTime(started).TotalMilliseconds,
                hits.HasMore,
                SearchAges.Of(hits, clock.GetUtcNow()),
                hits.Trouble?.Message)),
            problem => problem.ToApiError());
    }
}
