using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>permissions.create</c>.</summary>
internal sealed class CreatePermission(GoogleApi api, string fileId) : GoogleRequest<DrivePermission>(api, "permissions.create", HttpConsts.Post, "files/{fileId}/permissions")
{
    [RequestParameter("fileId", RequestParameterType.Path)]
    public string FileId { get; } = fileId;

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}
