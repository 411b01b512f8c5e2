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
