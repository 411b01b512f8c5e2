using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Connections;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Platform;

/// <param name="ReturnUrl">Where the browser goes after the consent: a path of the hub, or an address of an allowed origin.</param>
[ApiRequest(nameof(StartOAuthRequest.ReturnUrl))]
internal sealed record StartOAuthRequest(string? ReturnUrl);

/// <param name="AuthorizationUrl">Where the person goes.</param>
internal sealed record StartOAuthResponse([property: ShownOnce] string AuthorizationUrl, [property: ShownOnce] string State);

/// <summary>Further members are taken where the provider's authMethods name them, such as a base URL.</summary>
[ApiRequest(nameof(ConnectApiKeyRequest.ApiKey))]
[HoldsSecret]
internal sealed class ConnectApiKeyRequest
{
    public string? ApiKey { get; init; }

    public string? DisplayName { get; init; }

    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }

    public override string ToString() => "***";
}

/// <summary>Further members are taken where the provider's authMethods name them, such as a site.</summary>
[ApiRequest(nameof(ConnectBasicRequest.Username), nameof(ConnectBasicRequest.Password))]
[HoldsSecret]
internal sealed class ConnectBasicRequest
{
    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? DisplayName { get; init; }

    [System.Text.Json.Serialization.JsonExtensionData]
    public IDictionary<string, JsonElement>? More { get; init; }

    public override string ToString() => "***";
}

[ApiRequest(nameof(ConnectCustomRequest.Credentials))]
[HoldsSecret]
internal sealed class ConnectCustomRequest
{
    /// <summary>Provider-specific; named as the fields of the provider's authMethods.</summary>
    public JsonObject? Credentials { get; init; }

    public string? DisplayName { get; init; }

    public override string ToString() => "***";
}

[ApiRequest(nameof(UpdateCredentialsRequest.CredentialType), nameof(UpdateCredentialsRequest.Credentials))]
[HoldsSecret]
internal sealed class UpdateCredentialsRequest
{
    /// <summary>oauth, api_key, basic or custom.</summary>
    [OneOf("oauth", "api_key", "basic", "custom")]
    public string? CredentialType { get; init; }

    /// <summary>The new credentials, named as for connecting.</summary>
    public JsonObject? Credentials { get; init; }

    public override string ToString() => "***";
}

internal sealed record ConnectedResponse(Guid ConnectionId, [property: OneOf("active", "expired", "revoked", "error")] string Status, DateTimeOffset ConnectedAt)
{
    public static ConnectedResponse Of(ConnectionView connection) => new(connection.Id, PlatformNames.Of(connection.Status), connection.ConnectedAt);
}

/// <param name="ValidationError">What went wrong and what to do; absent while all is well.</param>
/// <param name="ExpiresAt">When the credential ends; absent where that is unknown or never.</param>
/// <param name="MissingScopes">What the vendor was asked for and did not grant; absent when nothing is missing.</param>
internal sealed record ConnectionResponse(Guid ConnectionId, [property: OneOf("active", "expired", "revoked", "error")] string Status, DateTimeOffset? LastValidatedAt, string? ValidationError, DateTimeOffset? ExpiresAt,
    [property: BeyondDocuments] IReadOnlyList<MissingScope>? MissingScopes)
{
    public static ConnectionResponse Of(ConnectionView connection) =>
        new(connection.Id, PlatformNames.Of(connection.Status), connection.LastValidatedAt, connection.LastError, connection.ExpiresAt, MissingScope.Of(connection));
}

/// <param name="ResponseTime">Milliseconds.</param>
/// <param name="Details">The account that answered.</param>
internal sealed record TestConnectionResponse(bool Success, string? Message, string? Error, DateTimeOffset TestedAt, long? ResponseTime, JsonObject? Details)
{
    public static TestConnectionResponse Of(TestOutcome outcome) => new(
        outcome.Success,
        outcome.Success ? "Connection successful" : null,
        outcome.Failure?.Message,
        outcome.TestedAt,
        (long)outcome.Took.TotalMilliseconds,
        outcome.Account is { } account ? new JsonObject { ["account"] = account.Name ?? account.Email ?? account.Username ?? account.Id, ["workspace"] = account.Workspace }
        : outcome.Failure is { } failure ? new JsonObject { ["code"] = failure.Code }
        : null);
}

internal sealed record DisconnectedResponse(bool Success, DateTimeOffset DisconnectedAt);

internal sealed record CredentialsUpdatedResponse(bool Success, string CredentialSecretName, DateTimeOffset UpdatedAt);

internal sealed record UserConnectionResponse(bool Connected, Guid? ConnectionId = null, [property: OneOf("active", "expired", "revoked", "error")] string? Status = null, DateTimeOffset? LastConnectedAt = null,
    [property: BeyondDocuments] IReadOnlyList<MissingScope>? MissingScopes = null)
{
    public static UserConnectionResponse Of(ConnectionView? connection) => connection is null
        ? new UserConnectionResponse(false)
        : new UserConnectionResponse(connection.Status == ConnectionStatus.Active, connection.Id, PlatformNames.Of(connection.Status), connection.ConnectedAt, MissingScope.Of(connection));
}

/// <summary>A permission that the person did not grant; the connection works without it, with less.</summary>
/// <param name="Name">As the vendor calls it.</param>
/// <param name="Label">In words.</param>
/// <param name="NotWorking">What does not work without it.</param>
internal sealed record MissingScope(string Name, string Label, string NotWorking)
{
    public static IReadOnlyList<MissingScope>? Of(ConnectionView connection) =>
        connection.MissingScopes.Count == 0 ? null : [.. connection.MissingScopes.Select(scope => new MissingScope(scope.Name, scope.Label, scope.Reason))];
}
