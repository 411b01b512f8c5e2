using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DrivePermission
{
    [JsonProperty("id")]
    public string? Id { get; init; }

    [JsonProperty("type")]
    public string? Type { get; init; }

    [JsonProperty("role")]
    public string? Role { get; init; }
}
