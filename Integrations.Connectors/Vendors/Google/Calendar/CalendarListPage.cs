using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

// What we read and write of Calendar API v3; names and meanings are Google's. Anything may be missing.

internal sealed class CalendarListPage
{
    [JsonProperty("items")]
    public IList<CalendarListEntry?>? Items { get; init; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; init; }
}
