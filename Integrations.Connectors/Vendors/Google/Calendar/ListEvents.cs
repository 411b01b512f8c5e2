using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary><c>events.list</c>: search, and with a sync token the changes since.</summary>
internal sealed class ListEvents(GoogleApi api, string calendarId)
    : GoogleRequest<EventsPage>(api, "events.list", HttpConsts.Get, "calendars/{calendarId}/events")
{
    [RequestParameter("calendarId", RequestParameterType.Path)]
    public string CalendarId { get; } = calendarId;

    [RequestParameter("q", RequestParameterType.Query)]
    public string? Text { get; init; }

    /// <summary>RFC 3339; exclusive lower bound of an event's END.</summary>
    [RequestParameter("timeMin", RequestParameterType.Query)]
    public string? TimeMin { get; init; }

    /// <summary>RFC 3339; exclusive upper bound of an event's START.</summary>
    [RequestParameter("timeMax", RequestParameterType.Query)]
    public string? TimeMax { get; init; }

    /// <summary>True makes one event of each recurrence; ordering by start needs it.</summary>
    [RequestParameter("singleEvents", RequestParameterType.Query)]
    public bool? SingleEvents { get; init; } = true;

    [RequestParameter("orderBy", RequestParameterType.Query)]
    public string? OrderBy { get; init; }

    [RequestParameter("maxResults", RequestParameterType.Query)]
    public int? MaxResults { get; init; }

    [RequestParameter("pageToken", RequestParameterType.Query)]
    public string? PageToken { get; init; }

    [RequestParameter("syncToken", RequestParameterType.Query)]
    public string? SyncToken { get; init; }

    /// <summary>Leaves out working locations, birthdays and focus time.</summary>
    [RequestParameter("eventTypes", RequestParameterType.Query)]
    public Repeatable<string>? EventTypes { get; init; }
}
