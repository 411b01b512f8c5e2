using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class ConferenceData
{
    [JsonProperty("createRequest")]
    public ConferenceRequest? CreateRequest { get; init; }

    [JsonProperty("entryPoints")]
    public IList<ConferenceEntry?>? EntryPoints { get; init; }
}
