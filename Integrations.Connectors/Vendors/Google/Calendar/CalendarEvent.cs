using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Calendar;

internal sealed class CalendarEvent
{
    [JsonProperty("id")]
    public string? Id { get; init; }

    [JsonProperty("status")]
    public string? Status { get; init; }

    [JsonProperty("htmlLink")]
    public string? HtmlLink { get; init; }

    [JsonProperty("created")]
    public string? Created { get; init; }

    [JsonProperty("updated")]
    public string? Updated { get; init; }

    [JsonProperty("summary")]
    public string? Summary { get; init; }

    [JsonProperty("description")]
    public string? Description { get; init; }

    [JsonProperty("location")]
    public string? Location { get; init; }

    [JsonProperty("organizer")]
    public EventPerson? Organizer { get; init; }

    [JsonProperty("start")]
    public EventTime? Start { get; init; }

    [JsonProperty("end")]
    public EventTime? End { get; init; }

    [JsonProperty("recurrence")]
    public IList<string?>? Recurrence { get; init; }

    [JsonProperty("recurringEventId")]
    public string? RecurringEventId { get; init; }

    [JsonProperty("iCalUID")]
    public string? ICalUid { get; init; }

    [JsonProperty("attendees")]
    public IList<EventPerson?>? Attendees { get; init; }

    [JsonProperty("hangoutLink")]
    public string? HangoutLink { get; init; }

    [JsonProperty("conferenceData")]
    public ConferenceData? ConferenceData { get; init; }

    /// <summary><c>default</c> where left out; <c>public</c>, <c>private</c>, or <c>confidential</c>, an older word for private.</summary>
    [JsonProperty("visibility")]
    public string? Visibility { get; init; }

    [JsonProperty("eventType")]
    public string? EventType { get; init; }

    /// <summary>Where people join; null while a conference is still being made.</summary>
    [JsonIgnore]
    public string? JoinUrl => HangoutLink
        ?? ConferenceData?.EntryPoints?.FirstOrDefault(entry => entry?.EntryPointType == "video")?.Uri;

    [JsonIgnore]
    public bool ConferenceIsPending => JoinUrl is null && ConferenceData?.CreateRequest?.Status?.StatusCode == "pending";
}
