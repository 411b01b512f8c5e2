using Integrations.Core.Bulk;
using Integrations.Core.Instances;
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

[ApiRequest(nameof(StartBatchRequest.Action))]
internal sealed record StartBatchRequest
{
    /// <summary>enable, disable, test, disconnect (every person's connection too) or delete.</summary>
    [OneOf("enable", "disable", "test", "disconnect", "delete")]
    public string? Action { get; init; }

    /// <summary>1 to 1,000 integrations; leave it out to give a filter.</summary>
    public IReadOnlyList<string?>? Ids { get; init; }

    /// <summary>Everything that matches, at most 1,000; an empty filter means all of the organization.</summary>
    public BatchFilter? Filter { get; init; }

    public Result<BatchTargets> Read()
    {
        if (Ids is not null == Filter is not null)
        {
            return Failure.InvalidField("ids", "Give either ids or a filter.");
        }

        if (Filter is { } filter)
        {
            return PlatformNames.ParseStatus(filter.Status).TryGet(out var status, out var invalid)
                ? new BatchTargets([], new InstanceFilter(status, filter.ProviderName, filter.Search))
                : invalid;
        }

        // A text that is no id is the id of nothing, as in an address.
        return new BatchTargets([.. Ids!.Select(text => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty)], null);
    }
}

internal sealed record BatchTargets(IReadOnlyList<Guid> Ids, InstanceFilter? Filter);

[ApiRequest]
internal sealed record BatchFilter
{
    [OneOf("pending", "connected", "error", "disabled")]
    public string? Status { get; init; }

    public string? ProviderName { get; init; }

    public string? Search { get; init; }
}

internal sealed record BatchResponse(
    Guid Id, [property: OneOf("enable", "disable", "test", "disconnect", "delete")] string Action, int Total, int Done, int Failed, int Left, int Cancelled, string StartedBy, DateTimeOffset CreatedAt, DateTimeOffset? CancelledAt, DateTimeOffset? FinishedAt)
{
    public static BatchResponse Of(BatchView b) => new(
        b.Id, BatchNames.Of(b.Action), b.Total, b.Progress.Done, b.Progress.Failed, b.Progress.Left, b.Progress.Cancelled, b.ActorName, b.CreatedAt, b.CancelledAt, b.FinishedAt);
}

/// <param name="Items">At most 100, in the order that was asked for.</param>
/// <param name="TotalItems">All items of the asked-for status.</param>
internal sealed record BatchDetailsResponse(BatchResponse Batch, IReadOnlyList<BatchItemResponse> Items, int TotalItems);

/// <param name="Status">waiting, running, done, failed or cancelled.</param>
internal sealed record BatchItemResponse(Guid IntegrationId, string? Name, [property: OneOf("waiting", "running", "done", "failed", "cancelled")] string Status, string? Code, string? Message, DateTimeOffset? FinishedAt)
{
    public static BatchItemResponse Of(BatchItemView i) => new(i.IntegrationId, i.Name, BatchNames.Of(i.Status), i.Code, i.Message, i.FinishedAt);
}

internal static class BatchNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    public static BatchAction? ParseAction(string? text) => Parse<BatchAction>(text);

    public static BatchItemStatus? ParseStatus(string? text) => Parse<BatchItemStatus>(text);

    // By name alone: the built-in parser takes numbers as well.
    private static T? Parse<T>(string? text)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value) == text)
            {
                return value;
            }
        }

        return null;
    }
}
