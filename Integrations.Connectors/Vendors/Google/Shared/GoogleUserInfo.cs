using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Shared;

internal sealed class GoogleUserInfo
{
    [JsonProperty("id")]
    public string? Id { get; init; }

    [JsonProperty("email")]
    public string? Email { get; init; }

    [JsonProperty("name")]
    public string? Name { get; init; }

    [JsonProperty("picture")]
    public string? Picture { get; init; }

    /// <summary>The Workspace domain; absent for private accounts.</summary>
    [JsonProperty("hd")]
    public string? Domain { get; init; }
}
