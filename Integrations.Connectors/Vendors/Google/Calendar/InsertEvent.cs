using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Calendar;

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
