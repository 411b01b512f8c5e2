using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveChangesPage
{
    [JsonProperty("changes")]
    public IList<DriveChange?>? Changes { get; init; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; init; }

    [JsonProperty("newStartPageToken")]
    public string? NewStartPageToken { get; init; }
}
