using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Meet;

/// <summary><c>spaces.get</c>, by id or by meeting code.</summary>
internal sealed class GetSpace(GoogleApi api, string name) : GoogleRequest<MeetSpace>(api, "spaces.get", HttpConsts.Get, "v2/{+name}")
{
    [RequestParameter("name", RequestParameterType.Path)]
    public string Name { get; } = name;
}
