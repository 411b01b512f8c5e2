using System.Net.Http.Headers;
using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>about.get</c>; refused without <c>fields</c>.</summary>
internal sealed class GetAbout(GoogleApi api) : GoogleRequest<DriveAbout>(api, "about.get", HttpConsts.Get, "about");

/// <summary><c>files.list</c>.</summary>
internal sealed class ListFiles(GoogleApi api) : GoogleRequest<DriveFilesPage>(api, "files.list", HttpConsts.Get, "files")
{
    /// <summary>In Drive's query language; see <see cref="DriveQuery"/>.</summary>
    [RequestParameter("q", RequestParameterType.Query)]
    public string? Query { get; init; }

    /// <summary>Refused together with a full-text term.</summary>
    [RequestParameter("orderBy", RequestParameterType.Query)]
    public string? OrderBy { get; init; }

    [RequestParameter("pageSize", RequestParameterType.Query)]
    public int? PageSize { get; init; }

    [RequestParameter("pageToken", RequestParameterType.Query)]
    public string? PageToken { get; init; }

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;

    [RequestParameter("includeItemsFromAllDrives", RequestParameterType.Query)]
    public bool? IncludeItemsFromAllDrives { get; init; } = true;
}

/// <summary><c>files.get</c>.</summary>
internal sealed class GetFile(GoogleApi api, string fileId) : GoogleRequest<DriveFile>(api, "files.get", HttpConsts.Get, "files/{fileId}")
{
    [RequestParameter("fileId", RequestParameterType.Path)]
    public string FileId { get; } = fileId;

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}

/// <summary><c>files.generateIds</c>: an id to create with, so that a repeat makes no twin.</summary>
internal sealed class GenerateIds(GoogleApi api) : GoogleRequest<DriveIds>(api, "files.generateIds", HttpConsts.Get, "files/generateIds")
{
    [RequestParameter("count", RequestParameterType.Query)]
    public int? Count { get; init; } = 1;
}

/// <summary><c>files.create</c>, without content or, over the upload address, with it.</summary>
internal sealed class CreateFile : GoogleRequest<DriveFile>
{
    /// <summary>Metadata only: a folder.</summary>
    public CreateFile(GoogleApi api, DriveFile metadata)
        : base(api, "files.create", HttpConsts.Post, "files") => Body = metadata;

    /// <summary>Metadata and content in one request (<c>multipart/related</c>), at most 5 MB.</summary>
    public CreateFile(GoogleApi uploads, DriveFile metadata, byte[] content, MediaTypeHeaderValue contentType)
        : base(uploads, "files.create", HttpConsts.Post, "files")
    {
        UploadType = "multipart";
        ModifyRequest = request =>
        {
            var described = new StringContent(uploads.Serializer.Serialize(metadata), System.Text.Encoding.UTF8, "application/json");
            var bytes = new ByteArrayContent(content);
            bytes.Headers.ContentType = contentType;
            request.Content = new MultipartContent("related") { described, bytes };
            // The metadata carries its own id.
            request.RepeatableInThisRun();
        };
    }

    [RequestParameter("uploadType", RequestParameterType.Query)]
    public string? UploadType { get; }

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}

/// <summary><c>permissions.create</c>.</summary>
internal sealed class CreatePermission(GoogleApi api, string fileId) : GoogleRequest<DrivePermission>(api, "permissions.create", HttpConsts.Post, "files/{fileId}/permissions")
{
    [RequestParameter("fileId", RequestParameterType.Path)]
    public string FileId { get; } = fileId;

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}

/// <summary><c>changes.getStartPageToken</c>.</summary>
internal sealed class GetStartPageToken(GoogleApi api) : GoogleRequest<DriveStart>(api, "changes.getStartPageToken", HttpConsts.Get, "changes/startPageToken")
{
    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}

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
