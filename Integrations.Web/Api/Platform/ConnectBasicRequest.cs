using System.Text.Json;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

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
