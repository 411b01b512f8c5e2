using Integrations.Core.Permissions;
using Integrations.Core.VendorEvents.Inbox;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Inbound;

/// <summary>The requests that came to an integration's address.</summary>
internal static class InboundRequestEndpoints
{
    private const int DefaultLimit = 50;

    public static IEndpointRouteBuilder MapInboundRequests(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/integrations/{id:guid}/inbound-requests").WithTags("Inbound").RequireAuthorization().RequireRateClass(RateClass.Integration).BeyondDocuments();
        group.MapGet("/", ListAsync).WithName("ListInboundRequests").WithSummary("What a vendor sent to an integration, the newest first")
            .WithDescription("Accepted, noted, proofs of the address and refused ones. The newest 100 genuine and 30 refused requests of an integration are kept, for 7 days; in a flood not all are.");
        group.MapGet("/{requestId:guid}", GetAsync).WithName("GetInboundRequest").WithSummary("One request of a vendor, as it came")
            .WithDescription("What is secret in headers, address and body stands as ***.");
        group.MapPost("/{requestId:guid}/replay", ReplayAsync).WithName("ReplayInboundRequest").WithSummary("Handle a vendor's request once more")
            .WithDescription("One that was genuine has its effect again. One that was refused is judged with the secret of today, as of the time when it came.");
        return routes;
    }

    private static async Task<Results<Ok<InboundRequestListDocument>, ApiErrorResult>> ListAsync(
        Guid id, string? verdict, int? limit, InboundInbox inbox, Caller caller, CancellationToken cancellationToken)
    {
        ReceiptVerdict? wanted = null;
        if (verdict is not null && (wanted = InboundRequestDocument.VerdictOf(verdict)) is null)
        {
            return Failure.InvalidField("verdict", "verdict must be accepted, noted, challenge or rejected.").ToApiError();
        }

        return (await inbox.LatestAsync(caller, id, wanted, limit ?? DefaultLimit, cancellationToken)).Match<Results<Ok<InboundRequestListDocument>, ApiErrorResult>>(
            rows => TypedResults.Ok(new InboundRequestListDocument([.. rows.Select(InboundRequestDocument.Of)])), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<InboundRequestDetailDocument>, ApiErrorResult>> GetAsync(
        Guid id, Guid requestId, InboundInbox inbox, Caller caller, CancellationToken cancellationToken) =>
        (await inbox.GetAsync(caller, id, requestId, cancellationToken)).Match<Results<Ok<InboundRequestDetailDocument>, ApiErrorResult>>(
            detail => TypedResults.Ok(InboundRequestDetailDocument.Of(detail)), failure => failure.ToApiError());

    private static async Task<Results<NoContent, ApiErrorResult>> ReplayAsync(
        Guid id, Guid requestId, InboxReplay replay, Caller caller, CancellationToken cancellationToken) =>
        (await replay.ReplayAsync(caller, id, requestId, cancellationToken)).Match<Results<NoContent, ApiErrorResult>>(
            _ => TypedResults.NoContent(), failure => failure.ToApiError());
}
