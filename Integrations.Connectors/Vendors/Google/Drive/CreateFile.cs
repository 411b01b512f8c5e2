using System.Net.Http.Headers;
using Google.Apis.Http;
using Google.Apis.Util;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary><c>files.create</c>, without content or, over the upload address, with it.</summary>
internal sealed class CreateFile : GoogleRequest<DriveFile>
{
    /// <summary>Metadata only: a folder.</summary>
    public CreateFile(GoogleApi api, DriveFile metadata)
        : base(api, "files.create", HttpConsts.Post, "files") => Body = metadata;

    /// <summary>Metadata and content in one request (<c>multipart/related</c>), at most 5 MB.</summary>
    public CreateFile(GoogleApi uploads, DriveFile metadata, byte[] content, MediaTypeHeaderValue contentType, bool repeatable)
        : base(uploads, "files.create", HttpConsts.Post, "files")
    {
        UploadType = "multipart";
        ModifyRequest = request =>
        {
            var described = new StringContent(uploads.Serializer.Serialize(metadata), System.Text.Encoding.UTF8, "application/json");
            var bytes = new ByteArrayContent(content);
            bytes.Headers.ContentType = contentType;
            request.Content = new MultipartContent("related") { described, bytes };
            if (repeatable)
            {
                // The metadata carries its own id.
                request.RepeatableInThisRun();
            }
        };
    }

    [RequestParameter("uploadType", RequestParameterType.Query)]
    public string? UploadType { get; }

    [RequestParameter("supportsAllDrives", RequestParameterType.Query)]
    public bool? SupportsAllDrives { get; init; } = true;
}
