using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary><c>events.get</c>; cancelled events are given too.</summary>
internal sealed class GetEvent(GoogleApi api, string calendarId, string eventId)
    : GoogleRequest<CalendarEvent>(api, "events.get", HttpConsts.Get, "calendars/{calendarId}/events/{eventId}")
{
    [RequestParameter("calendarId", RequestParameterType.Path)]
    public string CalendarId { get; } = calendarId;

    [RequestParameter("eventId", RequestParameterType.Path)]
    public string EventId { get; } = eventId;
}
