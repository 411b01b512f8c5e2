using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Meet;

/// <summary><c>conferenceRecords.list</c>: meetings that took place, the latest first.</summary>
internal sealed class ListConferenceRecords(GoogleApi api) : GoogleRequest<ConferenceRecordsPage>(api, "conferenceRecords.list", HttpConsts.Get, "v2/conferenceRecords")
{
    /// <summary>1 to 100.</summary>
    [RequestParameter("pageSize", RequestParameterType.Query)]
    public int? PageSize { get; init; }

    [RequestParameter("pageToken", RequestParameterType.Query)]
    public string? PageToken { get; init; }

    /// <summary>Such as <c>space.meeting_code = "abc-defg-hjk" AND start_time&gt;="2026-11-23T00:00:00Z"</c>.</summary>
    [RequestParameter("filter", RequestParameterType.Query)]
    public string? Filter { get; init; }
}
