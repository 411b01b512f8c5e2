using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>Either a date (all day) or a time.</summary>
internal sealed class EventTime
{
    [JsonProperty("date")]
    public string? Date { get; init; }

    [JsonProperty("dateTime")]
    public string? DateTime { get; init; }

    [JsonProperty("timeZone")]
    public string? TimeZone { get; init; }
}
