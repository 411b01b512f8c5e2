using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>changes.list</c>; its tokens do not expire.</summary>
internal sealed class ListChanges(GoogleApi api, string pageToken) : GoogleRequest<DriveChangesPage>(api, "changes.list", HttpConsts.Get, "changes")
{
    [RequestParameter("pageToken", RequestParameterType.Query)]
    public string PageToken { get; } = pageToken;

    [RequestParameter("pageSize", RequestParameterType.Query)]
    public int? PageSize { get; init; }

    [RequestParameter("includeRemoved", RequestParameterType.Query)]
    public bool? IncludeRemoved { get; init; } = true;

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;

    [RequestParameter("includeItemsFromAllDrives", RequestParameterType.Query)]
    public bool? IncludeItemsFromAllDrives { get; init; } = true;
}
