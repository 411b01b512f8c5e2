using Integrations.Core.Permissions;
using Integrations.Core.Sync;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Sync;

/// <summary>Pulls an integration's changes on demand.</summary>
internal static class SyncEndpoints
{
    public static IEndpointRouteBuilder MapSync(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/integrations/{id:guid}/sync", RunAsync)
            .WithName("SyncIntegration").WithTags("Sync").WithSummary("Pull what has changed at the vendor").RequireAuthorization().RequireRateClass(RateClass.Integration).BeyondDocuments();
        return routes;
    }

    private static async Task<Results<Ok<SyncDocument>, ApiErrorResult>> RunAsync(Guid id, SyncService sync, Caller caller, CancellationToken cancellationToken) =>
        (await sync.RunAsync(caller, id, cancellationToken)).Match<Results<Ok<SyncDocument>, ApiErrorResult>>(
            outcome => TypedResults.Ok(new SyncDocument(outcome.Changes, outcome.LinksChanged, outcome.IsComplete, outcome.At)), failure => failure.ToApiError());
}
