using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Meet;

/// <summary><c>conferenceRecords.get</c>.</summary>
internal sealed class GetConferenceRecord(GoogleApi api, string name) : GoogleRequest<ConferenceRecord>(api, "conferenceRecords.get", HttpConsts.Get, "v2/{+name}")
{
    [RequestParameter("name", RequestParameterType.Path)]
    public string Name { get; } = name;
}
