using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveIds
{
    [JsonProperty("ids")]
    public IList<string?>? Ids { get; init; }
}
