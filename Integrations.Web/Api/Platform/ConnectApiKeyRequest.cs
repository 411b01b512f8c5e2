using System.Text.Json;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

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
