using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary><c>calendarList.list</c>: the calendars that the account shows.</summary>
internal sealed class ListCalendars(GoogleApi api) : GoogleRequest<CalendarListPage>(api, "calendarList.list", HttpConsts.Get, "users/me/calendarList")
{
    /// <summary>At most 250; Google gives fewer as it likes, and a token for the rest.</summary>
    [RequestParameter("maxResults", RequestParameterType.Query)]
    public int? MaxResults { get; init; } = 250;

    [RequestParameter("pageToken", RequestParameterType.Query)]
    public string? PageToken { get; init; }
}

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

/// <summary><c>events.get</c>; cancelled events are given too.</summary>
internal sealed class GetEvent(GoogleApi api, string calendarId, string eventId)
    : GoogleRequest<CalendarEvent>(api, "events.get", HttpConsts.Get, "calendars/{calendarId}/events/{eventId}")
{
    [RequestParameter("calendarId", RequestParameterType.Path)]
    public string CalendarId { get; } = calendarId;

    [RequestParameter("eventId", RequestParameterType.Path)]
    public string EventId { get; } = eventId;
}

/// <summary><c>calendarList.get</c>.</summary>
internal sealed class GetCalendar(GoogleApi api, string calendarId)
    : GoogleRequest<CalendarListEntry>(api, "calendarList.get", HttpConsts.Get, "users/me/calendarList/{calendarId}")
{
    [RequestParameter("calendarId", RequestParameterType.Path)]
    public string CalendarId { get; } = calendarId;
}

/// <summary><c>events.insert</c>.</summary>
internal sealed class InsertEvent(GoogleApi api, string calendarId)
    : GoogleRequest<CalendarEvent>(api, "events.insert", HttpConsts.Post, "calendars/{calendarId}/events")
{
    [RequestParameter("calendarId", RequestParameterType.Path)]
    public string CalendarId { get; } = calendarId;

    /// <summary>1 lets <c>conferenceData</c> count; with 0 Google ignores it.</summary>
    [RequestParameter("conferenceDataVersion", RequestParameterType.Query)]
    public int? ConferenceDataVersion { get; init; }

    /// <summary><c>all</c>, <c>externalOnly</c> or <c>none</c>.</summary>
    [RequestParameter("sendUpdates", RequestParameterType.Query)]
    public string? SendUpdates { get; init; }
}
