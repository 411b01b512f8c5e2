using System.Text.Json.Nodes;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

[ApiRequest(nameof(ConnectCustomRequest.Credentials))]
[HoldsSecret]
internal sealed class ConnectCustomRequest
{
    /// <summary>Provider-specific; named as the fields of the provider's authMethods.</summary>
    public JsonObject? Credentials { get; init; }

    public string? DisplayName { get; init; }

    public override string ToString() => "***";
}
