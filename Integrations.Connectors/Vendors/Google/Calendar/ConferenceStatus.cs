using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class ConferenceStatus
{
    [JsonProperty("statusCode")]
    public string? StatusCode { get; init; }
}
