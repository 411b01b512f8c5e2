using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Meet;

internal sealed class ConferenceRecord
{
    /// <summary><c>conferenceRecords/{id}</c>.</summary>
    [JsonProperty("name")]
    public string? Name { get; init; }

    [JsonProperty("startTime")]
    public string? StartTime { get; init; }

    /// <summary>Absent while people are still in.</summary>
    [JsonProperty("endTime")]
    public string? EndTime { get; init; }

    [JsonProperty("space")]
    public string? Space { get; init; }
}
