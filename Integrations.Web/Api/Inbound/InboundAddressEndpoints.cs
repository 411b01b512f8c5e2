using Integrations.Core.Permissions;
using Integrations.Core.VendorEvents;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Inbound;

/// <summary>Opens, shows, rotates and closes the address that a vendor delivers to.</summary>
internal static class InboundAddressEndpoints
{
    public static IEndpointRouteBuilder MapInboundAddresses(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/integrations/{id:guid}/inbound-address").WithTags("Inbound").RequireAuthorization().RequireRateClass(RateClass.Integration).BeyondDocuments();
        group.MapGet("/", GetAsync).WithName("GetInboundAddress").WithSummary("Where a vendor sends this integration's events");
        group.MapPut("/", OpenAsync).WithName("OpenInboundAddress").WithSummary("Open or renew an integration's inbound address");
        group.MapDelete("/", CloseAsync).WithName("CloseInboundAddress").WithSummary("Close an integration's inbound address");
        return routes;
    }

    private static async Task<Results<Ok<InboundAddressDocument>, ApiErrorResult>> GetAsync(
        Guid id, InboundAddressService addresses, Caller caller, CancellationToken cancellationToken) =>
        (await addresses.GetAsync(caller, id, cancellationToken)).Match<Results<Ok<InboundAddressDocument>, ApiErrorResult>>(
            address => TypedResults.Ok(InboundAddressDocument.Of(address)), failure => failure.ToApiError());

    private static async Task<Results<Ok<InboundAddressDocument>, ApiErrorResult>> OpenAsync(
        Guid id, OpenInboundAddress body, InboundAddressService addresses, Caller caller, CancellationToken cancellationToken) =>
        (await addresses.OpenAsync(caller, id, body.Secret, body.Overlap, cancellationToken)).Match<Results<Ok<InboundAddressDocument>, ApiErrorResult>>(
            opened => TypedResults.Ok(InboundAddressDocument.Of(opened.Address, opened.Secret.Reveal())), failure => failure.ToApiError());

    private static async Task<Results<NoContent, ApiErrorResult>> CloseAsync(
        Guid id, InboundAddressService addresses, Caller caller, CancellationToken cancellationToken) =>
        (await addresses.CloseAsync(caller, id, cancellationToken)).Match<Results<NoContent, ApiErrorResult>>(
            _ => TypedResults.NoContent(), failure => failure.ToApiError());
}
