using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class EventsPage
{
    [JsonProperty("summary")]
    public string? Summary { get; init; }

    [JsonProperty("timeZone")]
    public string? TimeZone { get; init; }

    [JsonProperty("accessRole")]
    public string? AccessRole { get; init; }

    [JsonProperty("items")]
    public IList<CalendarEvent?>? Items { get; init; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; init; }

    [JsonProperty("nextSyncToken")]
    public string? NextSyncToken { get; init; }
}
