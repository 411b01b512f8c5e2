using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;
using Newtonsoft.Json;

namespace Integrations.Connectors.Vendors.Google.Meet;

// What we read and write of Meet API v2; names and meanings are Google's. Anything may be missing.

internal sealed class MeetSpace
{
    /// <summary><c>spaces/{id}</c>; the id is case-sensitive and stays, the meeting code may pass to another room.</summary>
    [JsonProperty("name")]
    public string? Name { get; init; }

    [JsonProperty("meetingUri")]
    public string? MeetingUri { get; init; }

    [JsonProperty("meetingCode")]
    public string? MeetingCode { get; init; }

    [JsonProperty("config")]
    public MeetSpaceConfig? Config { get; init; }

    [JsonProperty("activeConference")]
    public ActiveConference? ActiveConference { get; init; }
}

internal sealed class MeetSpaceConfig
{
    [JsonProperty("accessType")]
    public string? AccessType { get; init; }

    [JsonProperty("entryPointAccess")]
    public string? EntryPointAccess { get; init; }

    [JsonProperty("moderation")]
    public string? Moderation { get; init; }
}

internal sealed class ActiveConference
{
    [JsonProperty("conferenceRecord")]
    public string? ConferenceRecord { get; init; }
}

internal sealed class ConferenceRecordsPage
{
    /// <summary>Absent when there are none.</summary>
    [JsonProperty("conferenceRecords")]
    public IList<ConferenceRecord?>? Records { get; init; }

    [JsonProperty("nextPageToken")]
    public string? NextPageToken { get; init; }
}

internal sealed class ConferenceRecord
{
    /// <summary><c>conferenceRecords/{id}</c>.</summary>
    [JsonProperty("name")]
    public string? Name { get; init; }

    [JsonProperty("startTime")]
    public string? StartTime { get; init; }

    /// <summary>Absent while people are still in.</summary>
    [JsonProperty("endTime")]
    public string? EndTime { get; init; }

    [JsonProperty("space")]
    public string? Space { get; init; }
}

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

/// <summary><c>conferenceRecords.get</c>.</summary>
internal sealed class GetConferenceRecord(GoogleApi api, string name) : GoogleRequest<ConferenceRecord>(api, "conferenceRecords.get", HttpConsts.Get, "v2/{+name}")
{
    [RequestParameter("name", RequestParameterType.Path)]
    public string Name { get; } = name;
}

/// <summary><c>spaces.get</c>, by id or by meeting code.</summary>
internal sealed class GetSpace(GoogleApi api, string name) : GoogleRequest<MeetSpace>(api, "spaces.get", HttpConsts.Get, "v2/{+name}")
{
    [RequestParameter("name", RequestParameterType.Path)]
    public string Name { get; } = name;
}

/// <summary><c>spaces.create</c>; not to be repeated, each call makes a room.</summary>
internal sealed class CreateSpace(GoogleApi api) : GoogleRequest<MeetSpace>(api, "spaces.create", HttpConsts.Post, "v2/spaces");
