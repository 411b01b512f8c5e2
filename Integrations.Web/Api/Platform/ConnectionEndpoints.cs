using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Web.Hosting.Errors;
using Integrations.Web.Hosting.Limits;
using Integrations.Web.Hosting.Requests;
using Integrations.Web.Hosting.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Integrations.Web.Api.Platform;

/// <summary>001, "Connection Management Endpoints".</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this IEndpointRouteBuilder routes, PlatformErrorShape shape)
    {
        var group = routes.MapGroup("/api/tenant/integrations/{id}").WithTags("Connections").WithErrorShape(shape)
            .RequireAuthorization(Policies.ApiTenantAdmin).RequireRateClass(RateClass.Connection);
        group.MapPost("/connect/oauth", StartOAuthAsync).WithName("StartOAuth").WithSummary("Start OAuth flow")
            .WithDescription("Send the person's browser to authorizationUrl. After the consent it comes back to returnUrl with status, error and integrationId as query members. The link is good for ten minutes and one use.");
        group.MapPost("/connect/api-key", ConnectApiKeyAsync).WithName("ConnectApiKey").WithSummary("Connect with API key")
            .WithDescription("The key is tested first; one that the vendor refuses is not stored.");
        group.MapPost("/connect/basic", ConnectBasicAsync).WithName("ConnectBasic").WithSummary("Connect with basic auth")
            .WithDescription("The credentials are tested first; what the vendor refuses is not stored.");
        group.MapPost("/connect/custom", ConnectCustomAsync).WithName("ConnectCustom").WithSummary("Connect with custom credentials")
            .WithDescription("Credentials named as the fields of one of the provider's authMethods. They are tested first.");
        group.MapGet("/connection", GetAsync).WithName("GetConnection").WithSummary("Get connection status");
        group.MapPost("/connection/test", TestAsync).WithName("TestConnection").WithSummary("Test connection")
            .WithDescription("A test that does not pass is an answer: 200 with success false and the vendor's reason.");
        group.MapPost("/disconnect", DisconnectAsync).WithName("DisconnectInstance").WithSummary("Disconnect integration")
            .WithDescription("The stored credential is erased at once, and the vendor is asked to revoke it.");
        group.MapPatch("/credentials", UpdateCredentialsAsync).WithName("UpdateCredentials").WithSummary("Update credentials")
            .WithDescription("The new credentials are tested first; those that fail change nothing. For the type oauth they are accessToken and, where there are, refreshToken and expiresAt (ISO 8601): tokens that the caller obtained itself.");
    }

    private static async Task<Results<Ok<StartOAuthResponse>, ApiErrorResult>> StartOAuthAsync(
        RouteId id, StartOAuthRequest body, OAuthFlow flow, Caller caller, CancellationToken cancellationToken)
    {
        var started = await flow.StartAsync(caller, id, new FlowRequest(body.ReturnUrl ?? "") { Purposes = body.Purposes ?? [] }, cancellationToken);
        return started.Match<Results<Ok<StartOAuthResponse>, ApiErrorResult>>(
            f => TypedResults.Ok(new StartOAuthResponse(f.AuthorizationUrl, f.State)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<ConnectedResponse>, ApiErrorResult>> ConnectApiKeyAsync(
        RouteId id, ConnectApiKeyRequest body, CredentialMapper intake, Caller caller, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.ApiKey)
            ? Failure.InvalidField("apiKey", "apiKey is required.").ToApiError()
            : Connected(await intake.ConnectAsync(
                caller, id, new CredentialDraft(AuthKinds.ApiKey, CredentialTexts.Of(body.More)) { Secret = body.ApiKey, DisplayName = body.DisplayName }, cancellationToken));

    private static async Task<Results<Ok<ConnectedResponse>, ApiErrorResult>> ConnectBasicAsync(
        RouteId id, ConnectBasicRequest body, CredentialMapper intake, Caller caller, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(body.Username) ? Failure.InvalidField("username", "username is required.").ToApiError()
        : string.IsNullOrEmpty(body.Password) ? Failure.InvalidField("password", "password is required.").ToApiError()
        : Connected(await intake.ConnectAsync(
            caller, id, new CredentialDraft(AuthKinds.Basic, CredentialTexts.Of(body.More)) { Name = body.Username, Secret = body.Password, DisplayName = body.DisplayName }, cancellationToken));

    private static async Task<Results<Ok<ConnectedResponse>, ApiErrorResult>> ConnectCustomAsync(
        RouteId id, ConnectCustomRequest body, CredentialMapper intake, Caller caller, CancellationToken cancellationToken) =>
        body.Credentials is null
            ? Failure.InvalidField("credentials", "credentials is required.").ToApiError()
            : Connected(await intake.ConnectAsync(
                caller, id, new CredentialDraft(null, CredentialTexts.Of(body.Credentials)) { DisplayName = body.DisplayName }, cancellationToken));

    private static async Task<Results<Ok<ConnectionResponse>, ApiErrorResult>> GetAsync(
        RouteId id, ConnectionService connections, Caller caller, CancellationToken cancellationToken)
    {
        var found = await connections.GetAsync(caller, id, cancellationToken);
        return found.Match<Results<Ok<ConnectionResponse>, ApiErrorResult>>(
            // For an act, "not connected" is a conflict; for a reader, there is nothing to read.
            connection => TypedResults.Ok(ConnectionResponse.Of(connection)),
            failure => (failure.Kind == FailureKind.Conflict ? failure with { Kind = FailureKind.NotFound } : failure).ToApiError());
    }

    private static async Task<Results<Ok<TestConnectionResponse>, ApiErrorResult>> TestAsync(
        RouteId id, ConnectionService connections, Caller caller, CancellationToken cancellationToken)
    {
        var tested = await connections.TestAsync(caller, id, cancellationToken);
        return tested.Match<Results<Ok<TestConnectionResponse>, ApiErrorResult>>(
            outcome => TypedResults.Ok(TestConnectionResponse.Of(outcome)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<DisconnectedResponse>, ApiErrorResult>> DisconnectAsync(
        RouteId id, ConnectionService connections, Caller caller, CancellationToken cancellationToken)
    {
        var ended = await connections.DisconnectAsync(caller, id, cancellationToken);
        return ended.Match<Results<Ok<DisconnectedResponse>, ApiErrorResult>>(
            at => TypedResults.Ok(new DisconnectedResponse(true, at)), failure => failure.ToApiError());
    }

    private static async Task<Results<Ok<CredentialsUpdatedResponse>, ApiErrorResult>> UpdateCredentialsAsync(
        RouteId id, UpdateCredentialsRequest body, CredentialMapper intake, Caller caller, CancellationToken cancellationToken)
    {
        if (CredentialTexts.Draft(body).TryGet(out var draft, out var invalid))
        {
            var changed = await intake.ConnectAsync(caller, id, draft, cancellationToken);
            return changed.Match<Results<Ok<CredentialsUpdatedResponse>, ApiErrorResult>>(
                connection => TypedResults.Ok(new CredentialsUpdatedResponse(true, connection.SecretName, connection.UpdatedAt)), failure => failure.ToApiError());
        }

        return invalid.ToApiError();
    }

    private static Results<Ok<ConnectedResponse>, ApiErrorResult> Connected(Result<ConnectionView> result) =>
        result.Match<Results<Ok<ConnectedResponse>, ApiErrorResult>>(connection => TypedResults.Ok(ConnectedResponse.Of(connection)), failure => failure.ToApiError());
}
