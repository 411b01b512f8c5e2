using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveAbout
{
    [JsonProperty("user")]
    public DriveUser? User { get; init; }
}
