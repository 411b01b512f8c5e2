using Integrations.Core.Bulk;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Platform;

/// <summary>One act on many integrations; ours, beside 001's single ones.</summary>
internal static class BatchEndpoints
{
    public static void MapBatches(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/tenant/integrations/batch").WithTags("Tenant integrations").WithErrorShape(shape)
            .RequireAuthorization(Policies.ApiTenantAdmin).RequireRateClass(RateClass.Integration).BeyondDocuments();
        group.MapPost("/", StartAsync).WithName("StartBatch").WithSummary("Enable, disable, test, disconnect or delete many integrations")
            .WithDescription("Answers at once; the work goes on in the background and survives a restart. Give ids (1 to 1,000), or a filter for everything that matches. An id that is not yours fails as not found, alone.");
        group.MapGet("/{id}", GetAsync).WithName("GetBatch").WithSummary("How far a batch is, with a result per integration");
        group.MapPost("/{id}/cancel", CancelAsync).WithName("CancelBatch").WithSummary("Stop what a batch has not begun");
    }

    private static async Task<Results<Accepted<BatchResponse>, ApiErrorResult>> StartAsync(StartBatchRequest body, BatchService batches, Caller caller, CancellationToken cancellationToken)
    {
        if (BatchNames.ParseAction(body.Action) is not { } action)
        {
            return Failure.InvalidField("action", "action must be one of enable, disable, test, disconnect, delete.").ToApiError();
        }

        if (!body.Read().TryGet(out var filter, out var invalid))
        {
            return invalid.ToApiError();
        }

        var started = filter.Filter is { } matching
            ? await batches.StartMatchingAsync(caller, action, matching, cancellationToken)
            : await batches.StartAsync(caller, action, filter.Ids, cancellationToken);
        return started.Match<Results<Accepted<BatchResponse>, ApiErrorResult>>(
            batch => TypedResults.Accepted($"/api/tenant/integrations/batch/{batch.Id}", BatchResponse.Of(batch)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<BatchDetailsResponse>, ApiErrorResult>> GetAsync(
        RouteId id, string? status, int? limit, int? offset, BatchService batches, Caller caller, CancellationToken cancellationToken)
    {
        var only = BatchNames.ParseStatus(status);
        if (status is not null && only is null)
        {
            return Failure.InvalidField("status", "status must be one of waiting, running, done, failed, cancelled.").ToApiError();
        }

        var found = await batches.GetAsync(caller, id, only, new PageRequest(limit ?? PageRequest.MaxLimit, offset ?? 0), cancellationToken);
        return found.Match<Results<Ok<BatchDetailsResponse>, ApiErrorResult>>(
            details => TypedResults.Ok(new BatchDetailsResponse(BatchResponse.Of(details.Batch), [.. details.Items.Items.Select(BatchItemResponse.Of)], details.Items.Total)),
            failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<BatchResponse>, ApiErrorResult>> CancelAsync(RouteId id, BatchService batches, Caller caller, CancellationToken cancellationToken) =>
        (await batches.CancelAsync(caller, id, cancellationToken)).Match<Results<Ok<BatchResponse>, ApiErrorResult>>(
            batch => TypedResults.Ok(BatchResponse.Of(batch)), failure => failure.ToApiError());
}
