using Integrations.Core.Connections.Links;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Integrations.Web.Api.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Platform;

/// <summary>Links at which one person connects one account; ours.</summary>
internal static class ConnectLinkEndpoints
{
    private const int DefaultLimit = 50;

    public static void MapConnectLinks(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/connect-links").WithTags("Links to connect").WithErrorShape(shape)
            .RequireAuthorization(Policies.ApiTenantAdmin).RequireRateClass(RateClass.Connection).BeyondDocuments();
        group.MapPost("/", CreateAsync).WithName("CreateConnectLink").WithSummary("Make a link to connect")
            .WithDescription("Send url to the person: it works once. The page behind it shows who asks and what for; when something is connected, connection.created or connection.reconnected is raised with the linkId, and connection.failed when an attempt is not successful.");
        group.MapGet("/", ListAsync).WithName("ListConnectLinks").WithSummary("List links to connect, newest first");
        group.MapGet("/{id}", GetAsync).WithName("GetConnectLink").WithSummary("How far a link to connect is");
        group.MapDelete("/{id}", RevokeAsync).WithName("RevokeConnectLink").WithSummary("Revoke a link to connect")
            .WithDescription("Nothing is connected with it any more, also by a browser that opened it. The row stays, revoked.");
    }

    private static async Task<Results<Created<CreatedConnectLinkResponse>, ApiErrorResult>> CreateAsync(
        CreateConnectLinkRequest body, ConnectLinkService links, Caller caller, CancellationToken cancellationToken)
    {
        if (!body.Read().TryGet(out var wanted, out var invalid))
        {
            return invalid.ToApiError();
        }

        return (await links.CreateAsync(caller, wanted, cancellationToken)).Match<Results<Created<CreatedConnectLinkResponse>, ApiErrorResult>>(
            created => TypedResults.Created($"/api/connect-links/{created.Row.Id}", CreatedConnectLinkResponse.Of(created)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ConnectLinkListResponse>, ApiErrorResult>> ListAsync(
        int? limit, int? offset, ConnectLinkService links, Caller caller, CancellationToken cancellationToken)
    {
        var page = new PageRequest(limit ?? DefaultLimit, offset ?? 0);
        return (await links.ListAsync(caller, page, cancellationToken)).Match<Results<Ok<ConnectLinkListResponse>, ApiErrorResult>>(
            found => TypedResults.Ok(new ConnectLinkListResponse([.. found.Items.Select(ConnectLinkResponse.Of)], found.Total, page.Limit, page.Offset)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ConnectLinkResponse>, ApiErrorResult>> GetAsync(RouteId id, ConnectLinkService links, Caller caller, CancellationToken cancellationToken) =>
        Answer(await links.GetAsync(caller, id, cancellationToken));

    private static async Task<Results<Ok<ConnectLinkResponse>, ApiErrorResult>> RevokeAsync(RouteId id, ConnectLinkService links, Caller caller, CancellationToken cancellationToken) =>
        Answer(await links.RevokeAsync(caller, id, cancellationToken));

    private static Results<Ok<ConnectLinkResponse>, ApiErrorResult> Answer(Result<ConnectLinkRow> result) =>
        result.Match<Results<Ok<ConnectLinkResponse>, ApiErrorResult>>(row => TypedResults.Ok(ConnectLinkResponse.Of(row)), failure => failure.ToApiError());
}
