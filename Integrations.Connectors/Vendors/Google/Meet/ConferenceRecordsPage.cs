using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Meet;

internal sealed class ConferenceRecordsPage
{
    /// <summary>Absent when there are none.</summary>
    [JsonProperty("conferenceRecords")]
    public IList<ConferenceRecord?>? Records { get; init; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; init; }
}
