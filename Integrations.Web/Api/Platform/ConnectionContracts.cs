using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Core.Common;
using Integrations.Core.Connections;
using Integrations.Web.Hosting.Requests;

namespace Integrations.Web.Api.Platform;

/// <param name="ReturnUrl">Where the browser goes after the consent: a path of the hub, or an address of an allowed origin.</param>
internal sealed record StartOAuthRequest(string? ReturnUrl);

/// <param name="AuthorizationUrl">Where the person goes.</param>
internal sealed record StartOAuthResponse([property: ShownOnce] string AuthorizationUrl, [property: ShownOnce] string State);

/// <summary>Further members are taken where the provider's authMethods name them, such as a base URL.</summary>
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

[HoldsSecret]
internal sealed class ConnectCustomRequest
{
    /// <summary>Provider-specific; named as the fields of the provider's authMethods.</summary>
    public JsonObject? Credentials { get; init; }

    public string? DisplayName { get; init; }

    public override string ToString() => "***";
}

[HoldsSecret]
internal sealed class UpdateCredentialsRequest
{
    /// <summary>oauth, api_key, basic or custom.</summary>
    public string? CredentialType { get; init; }

    /// <summary>The new credentials, named as for connecting.</summary>
    public JsonObject? Credentials { get; init; }

    public override string ToString() => "***";
}

internal sealed record ConnectedResponse(Guid ConnectionId, string Status, DateTimeOffset ConnectedAt)
{
    public static ConnectedResponse Of(ConnectionView connection) => new(connection.Id, PlatformNames.Of(connection.Status), connection.ConnectedAt);
}

/// <param name="ValidationError">What went wrong and what to do; absent while all is well.</param>
/// <param name="ExpiresAt">When the credential ends; absent where that is unknown or never.</param>
internal sealed record ConnectionResponse(Guid ConnectionId, string Status, DateTimeOffset? LastValidatedAt, string? ValidationError, DateTimeOffset? ExpiresAt)
{
    public static ConnectionResponse Of(ConnectionView connection) =>
        new(connection.Id, PlatformNames.Of(connection.Status), connection.LastValidatedAt, connection.LastError, connection.ExpiresAt);
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

internal sealed record UserConnectionResponse(bool Connected, Guid? ConnectionId = null, string? Status = null, DateTimeOffset? LastConnectedAt = null)
{
    public static UserConnectionResponse Of(ConnectionView? connection) => connection is null
        ? new UserConnectionResponse(false)
        : new UserConnectionResponse(connection.Status == ConnectionStatus.Active, connection.Id, PlatformNames.Of(connection.Status), connection.ConnectedAt);
}
