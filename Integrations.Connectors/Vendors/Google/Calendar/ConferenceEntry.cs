using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class ConferenceEntry
{
    [JsonProperty("entryPointType")]
    public string? EntryPointType { get; init; }

    [JsonProperty("uri")]
    public string? Uri { get; init; }
}
