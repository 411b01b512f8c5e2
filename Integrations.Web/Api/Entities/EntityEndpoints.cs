using Integrations.Connectors.Http;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Entities;

/// <summary>Document 000's three routes: test an integration, search in it, read one thing.</summary>
internal static class EntityEndpoints
{
    private const int DefaultLimit = 50;

    public static IEndpointRouteBuilder MapEntities(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/integrations/{integrationId}")
            .WithTags("External entities")
            .WithErrorShape(new EntitiesErrorShape())
            .RequireAuthorization(Policies.Api);
        group.MapPost("/test", TestAsync).WithName("TestIntegration").RequireRateClass(RateClass.Connection)
            .WithSummary("Test an integration connection")
            .WithDescription("Asks the vendor whether the connection works. A test that does not pass is an answer: 200 with success false and the vendor's reason. An organization's integration is tested by its administrators, one's own by oneself.");
        group.MapPost("/search", SearchAsync).WithName("SearchExternalEntities").RequireRateClass(RateClass.Search)
            .WithSummary("Search for entities in an external system")
            .WithDescription("Finds events, issues, files and the like by text and, where the vendor's API allows, by dates.");
        group.MapGet("/entities/{**externalId}", GetAsync).WithName("GetExternalEntity").RequireRateClass(RateClass.Integration)
            .WithSummary("Get details of a specific external entity")
            .WithDescription("externalId is what the search gave; ids that contain a slash may be sent encoded or as they are.");
        return routes;
    }

    private static async Task<Results<Ok<TestIntegrationResponse>, ApiErrorResult>> TestAsync(
        RouteId integrationId, IntegrationActions integrations, Caller caller, CancellationToken cancellationToken)
    {
        var tested = await integrations.TestIntegrationAsync(caller, integrationId, cancellationToken);
        return tested.Match<Results<Ok<TestIntegrationResponse>, ApiErrorResult>>(
            outcome => TypedResults.Ok(new TestIntegrationResponse(outcome.Success, outcome.Failure?.Message)),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<SearchEntitiesResponse>, ApiErrorResult>> SearchAsync(
        RouteId integrationId, SearchEntitiesRequest? body, SearchService search, Caller caller, CancellationToken cancellationToken)
    {
        if (!RequestDates.From("startDate", body?.StartDate).TryGet(out var start, out var unreadable)
            || !RequestDates.Until("endDate", body?.EndDate).TryGet(out var end, out unreadable))
        {
            return unreadable!.ToApiError();
        }

        var request = new SearchRequest(body?.Query, body?.Limit ?? DefaultLimit) { Start = start, End = end };
        var found = await search.SearchAsync(caller, integrationId, request, cancellationToken);
        return found.Match<Results<Ok<SearchEntitiesResponse>, ApiErrorResult>>(
            hits => TypedResults.Ok(new SearchEntitiesResponse(true, [.. hits.Items.Select(ExternalEntityDocument.Of)], hits.Trouble?.Message)),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<EntityResponse>, ApiErrorResult>> GetAsync(
        RouteId integrationId, string externalId, EntityService entities, Caller caller, CancellationToken cancellationToken)
    {
        // The server leaves an encoded slash in a path as it is, and decodes the rest.
        var id = externalId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var read = await entities.GetAsync(caller, integrationId, id, cancellationToken);
        return read.Match<Results<Ok<EntityResponse>, ApiErrorResult>>(
            entity => TypedResults.Ok(new EntityResponse(true, ExternalEntityDocument.Of(entity))),
            // The vendor says that there is no such thing: for a reader that is what a wrong address is.
            failure => (failure.Code == VendorFailures.NotFoundCode ? failure with { Kind = FailureKind.NotFound } : failure).ToApiError());
    }
}
