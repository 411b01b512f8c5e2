using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Meet;

internal sealed class ActiveConference
{
    [JsonProperty("conferenceRecord")]
    public string? ConferenceRecord { get; init; }
}
