using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>changes.getStartPageToken</c>.</summary>
internal sealed class GetStartPageToken(GoogleApi api) : GoogleRequest<DriveStart>(api, "changes.getStartPageToken", HttpConsts.Get, "changes/startPageToken")
{
    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}
