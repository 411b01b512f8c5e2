using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary><c>calendarList.get</c>.</summary>
internal sealed class GetCalendar(GoogleApi api, string calendarId)
    : GoogleRequest<CalendarListEntry>(api, "calendarList.get", HttpConsts.Get, "users/me/calendarList/{calendarId}")
{
    [RequestParameter("calendarId", RequestParameterType.Path)]
    public string CalendarId { get; } = calendarId;
}
