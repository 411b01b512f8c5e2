using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>files.get</c>.</summary>
internal sealed class GetFile(GoogleApi api, string fileId) : GoogleRequest<DriveFile>(api, "files.get", HttpConsts.Get, "files/{fileId}")
{
    [RequestParameter("fileId", RequestParameterType.Path)]
    public string FileId { get; } = fileId;

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}
