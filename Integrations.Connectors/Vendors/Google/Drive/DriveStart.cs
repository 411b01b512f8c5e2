using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveStart
{
    [JsonProperty("startPageToken")]
    public string? StartPageToken { get; init; }
}
