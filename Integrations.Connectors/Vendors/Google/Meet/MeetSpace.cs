using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Meet;

// What we read and write of Meet API v2; names and meanings are Google's. Anything may be missing.

internal sealed class MeetSpace
{
    /// <summary><c>spaces/{id}</c>; the id is case-sensitive and stays, the meeting code may pass to another room.</summary>
    [JsonProperty("name")]
    public string? Name { get; init; }

    [JsonProperty("meetingUri")]
    public string? MeetingUri { get; init; }

    [JsonProperty("meetingCode")]
    public string? MeetingCode { get; init; }

    [JsonProperty("config")]
    public MeetSpaceConfig? Config { get; init; }

    [JsonProperty("activeConference")]
    public ActiveConference? ActiveConference { get; init; }
}
