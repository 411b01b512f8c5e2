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

    [JsonProperty("eventType")]
    public string? EventType { get; init; }

    /// <summary>Where people join; null while a conference is still being made.</summary>
    [JsonIgnore]
    public string? JoinUrl => HangoutLink
        ?? ConferenceData?.EntryPoints?.FirstOrDefault(entry => entry?.EntryPointType == "video")?.Uri;

    [JsonIgnore]
    public bool ConferenceIsPending => JoinUrl is null && ConferenceData?.CreateRequest?.Status?.StatusCode == "pending";
}

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

internal sealed class EventPerson
{
    [JsonProperty("email")]
    public string? Email { get; init; }

    [JsonProperty("displayName")]
    public string? DisplayName { get; init; }

    [JsonProperty("responseStatus")]
    public string? ResponseStatus { get; init; }

    [JsonProperty("resource")]
    public bool? Resource { get; init; }

    [JsonIgnore]
    public string? Label => Email ?? DisplayName;
}

internal sealed class ConferenceData
{
    [JsonProperty("createRequest")]
    public ConferenceRequest? CreateRequest { get; init; }

    [JsonProperty("entryPoints")]
    public IList<ConferenceEntry?>? EntryPoints { get; init; }
}

internal sealed class ConferenceRequest
{
    [JsonProperty("requestId")]
    public string? RequestId { get; init; }

    [JsonProperty("conferenceSolutionKey")]
    public ConferenceKind? Solution { get; init; }

    [JsonProperty("status")]
    public ConferenceStatus? Status { get; init; }
}

internal sealed class ConferenceKind
{
    [JsonProperty("type")]
    public string? Type { get; init; }
}

internal sealed class ConferenceStatus
{
    [JsonProperty("statusCode")]
    public string? StatusCode { get; init; }
}

internal sealed class ConferenceEntry
{
    [JsonProperty("entryPointType")]
    public string? EntryPointType { get; init; }

    [JsonProperty("uri")]
    public string? Uri { get; init; }
}
