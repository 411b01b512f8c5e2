using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Permissions;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Platform;

/// <summary>001, "User-Scoped Connection Endpoints".</summary>
internal static class UserConnectionEndpoints
{
    public static void MapUserConnections(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/user/integrations/{id}").WithTags("User connections").WithErrorShape(shape)
            .RequireAuthorization(Policies.Api).RequireRateClass(RateClass.Connection);
        group.MapPost("/connect/oauth", StartOAuthAsync).WithName("StartUserOAuth").WithSummary("Start user OAuth flow")
            .WithDescription("For integrations that each user connects for themself.");
        group.MapGet("/connection", GetAsync).WithName("GetUserConnection").WithSummary("Get user connection status")
            .WithDescription("The caller's own connection; where one connection serves the whole organization, that one.");
        group.MapPost("/disconnect", DisconnectAsync).WithName("DisconnectUser").WithSummary("Disconnect user integration");
    }

    private static async Task<Results<Ok<StartOAuthResponse>, ApiErrorResult>> StartOAuthAsync(
        RouteId id, StartOAuthRequest body, UserConnections connections, Caller caller, CancellationToken cancellationToken)
    {
        var started = await connections.StartOAuthAsync(caller, id, new FlowRequest(body.ReturnUrl ?? "") { Purposes = body.Purposes ?? [] }, cancellationToken);
        return started.Match<Results<Ok<StartOAuthResponse>, ApiErrorResult>>(
            flow => TypedResults.Ok(new StartOAuthResponse(flow.AuthorizationUrl, flow.State)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<UserConnectionResponse>, ApiErrorResult>> GetAsync(
        RouteId id, UserConnections connections, Caller caller, CancellationToken cancellationToken)
    {
        var found = await connections.FindAsync(caller, id, cancellationToken);
        return found.Match<Results<Ok<UserConnectionResponse>, ApiErrorResult>>(
            connection => TypedResults.Ok(UserConnectionResponse.Of(connection)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<DisconnectedResponse>, ApiErrorResult>> DisconnectAsync(
        RouteId id, UserConnections connections, Caller caller, CancellationToken cancellationToken)
    {
        var ended = await connections.DisconnectAsync(caller, id, cancellationToken);
        return ended.Match<Results<Ok<DisconnectedResponse>, ApiErrorResult>>(
            at => TypedResults.Ok(new DisconnectedResponse(true, at)), failure => failure.ToApiError());
    }
}
