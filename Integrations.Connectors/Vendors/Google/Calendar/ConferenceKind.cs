using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class ConferenceKind
{
    [JsonProperty("type")]
    public string? Type { get; init; }
}
