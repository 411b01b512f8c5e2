using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Drive;

internal sealed class DriveChange
{
    [JsonProperty("fileId")]
    public string? FileId { get; init; }

    /// <summary>Deleted, or no longer visible to the account.</summary>
    [JsonProperty("removed")]
    public bool? Removed { get; init; }

    [JsonProperty("file")]
    public DriveFile? File { get; init; }
}
