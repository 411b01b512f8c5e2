using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveFilesPage
{
    [JsonProperty("files")]
    public IList<DriveFile?>? Files { get; init; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; init; }
}
