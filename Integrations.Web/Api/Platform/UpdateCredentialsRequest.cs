using System.Text.Json.Nodes;
using Integrations.Primitives;
using Integrations.Web.Api.Documents;

namespace Integrations.Web.Api.Platform;

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
