using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class CalendarListEntry
{
    [JsonProperty("id")]
    public string? Id { get; init; }

    [JsonProperty("summary")]
    public string? Summary { get; init; }

    [JsonProperty("summaryOverride")]
    public string? SummaryOverride { get; init; }

    [JsonProperty("description")]
    public string? Description { get; init; }

    [JsonProperty("timeZone")]
    public string? TimeZone { get; init; }

    [JsonProperty("accessRole")]
    public string? AccessRole { get; init; }

    [JsonProperty("primary")]
    public bool? Primary { get; init; }

    [JsonProperty("selected")]
    public bool? Selected { get; init; }

    [JsonIgnore]
    public string Name => string.IsNullOrWhiteSpace(SummaryOverride ?? Summary) ? Id ?? "" : (SummaryOverride ?? Summary)!;
}
