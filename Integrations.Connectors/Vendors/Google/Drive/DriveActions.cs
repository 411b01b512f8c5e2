using System.Net.Http.Headers;
using System.Net.Mail;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Drive;

/// <summary>Folders, small uploads and sharing.</summary>
internal static class DriveActions
{
    private const int Conflict = 409;

    public static ActionTable Table { get; } = new(
        new WrittenAction("create_folder", "Create folder", "Creates a folder in My Drive or inside another folder.", """
            {
              "name": { "type": "string", "title": "Name", "required": true, "minLength": 1, "maxLength": 500 },
              "parentId": { "type": "string", "title": "Inside folder", "description": "Id of a folder; left out: My Drive.", "maxLength": 200, "lookUp": { "entity": "folder" } },
              "description": { "type": "string", "title": "Description", "maxLength": 2000 }
            }
            """, call => CreateAsync(call, null, null)) { IsRepeatable = true, Result = DriveQuery.Folder },
        new WrittenAction("upload_file", "Upload file", "Uploads a small file, given as text or as base64.", """
            {
              "name": { "type": "string", "title": "Name", "description": "With its ending, such as notes.txt.", "required": true, "minLength": 1, "maxLength": 500 },
              "content": { "type": "string", "title": "Text", "maxLength": 180000, "folded": false },
              "contentBase64": { "type": "string", "title": "Content as base64", "description": "Instead of the text, for other kinds of files.", "maxLength": 240000 },
              "mimeType": { "type": "string", "title": "Type", "description": "Such as text/plain.", "maxLength": 200 },
              "parentId": { "type": "string", "title": "Inside folder", "description": "Id of a folder; left out: My Drive.", "maxLength": 200, "lookUp": { "entity": "folder" } },
              "description": { "type": "string", "title": "Description", "maxLength": 2000 }
            }
            """, UploadAsync) { IsRepeatable = true, Result = DriveQuery.File },
        new WrittenAction("share_link", "Share link", "Shares a file or folder with everyone who has the link, or with one person, and gives the link.", """
            {
              "fileId": { "type": "string", "title": "File", "description": "Id of the file or folder.", "required": true, "minLength": 1, "maxLength": 200, "lookUp": { "entity": ["file", "folder"] } },
              "role": { "type": "string", "title": "May", "enum": ["reader", "commenter", "writer"], "default": "reader", "words": { "reader": "View", "commenter": "View and comment", "writer": "Edit" } },
              "email": { "type": "string", "format": "email", "title": "Only for", "description": "E-mail address of one person; left out: everyone with the link.", "maxLength": 320 }
            }
            """, ShareAsync));

    private static async Task<Result<ActionOutcome>> UploadAsync(ActionCall call)
    {
        var parameters = call.Parameters;
        byte[] content;
        if (parameters.Text("contentBase64") is { } encoded)
        {
            content = new byte[encoded.Length];
            if (!Convert.TryFromBase64String(encoded, content, out var length))
            {
                return Failure.InvalidField("contentBase64", "contentBase64 is not base64.");
            }

            content = content[..length];
        }
        else
        {
            content = Encoding.UTF8.GetBytes(parameters.Text("content") ?? "");
        }

        var type = parameters.Text("mimeType") ?? (parameters.Text("contentBase64") is null ? "text/plain" : "application/octet-stream");
        return MediaTypeHeaderValue.TryParse(type, out var contentType)
            ? await CreateAsync(call, content, contentType)
            : Failure.InvalidField("mimeType", "mimeType is not a media type such as text/plain.");
    }

    private static async Task<Result<ActionOutcome>> CreateAsync(ActionCall call, byte[]? content, MediaTypeHeaderValue? contentType)
    {
        var (session, parameters, repeatable, cancellationToken) = call;
        if (string.IsNullOrWhiteSpace(parameters.Text("name")))
        {
            return Failure.InvalidField("name", "Give it a name.");
        }

        using var api = GoogleApi.Drive(session);
        using var uploads = GoogleApi.DriveUpload(session);
        var asked = await api.RunAsync(new GenerateIds(api), cancellationToken);
        if (!asked.TryGet(out var ids, out var failure))
        {
            return failure;
        }

        if (ids.Ids?.FirstOrDefault() is not { Length: > 0 } id)
        {
            return Http.VendorFailures.Unreadable(session.VendorName, null);
        }

        var metadata = new DriveFile
        {
            Id = id,
            Name = parameters.Text("name")!.Trim(),
            MimeType = content is null ? DriveFile.FolderType : contentType!.MediaType,
            Description = parameters.Text("description"),
            Parents = parameters.Text("parentId") is { Length: > 0 } parent ? [parent] : null,
        };
        var created = content is null
            ? await api.RunAsync(new CreateFile(api, metadata) { Fields = DriveFile.Fields, Repeatable = repeatable }, cancellationToken)
            : await uploads.RunAsync(new CreateFile(uploads, metadata, content, contentType!, repeatable) { Fields = DriveFile.Fields }, cancellationToken);
        if (created.Failure?.VendorStatus == Conflict)
        {
            // The id was new: an earlier attempt got through and its answer was lost (RELIABILITY I4).
            created = await api.RunAsync(new GetFile(api, id) { Fields = DriveFile.Fields }, cancellationToken);
        }

        return created.Map(Outcome);
    }

    private static async Task<Result<ActionOutcome>> ShareAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        var email = parameters.Text("email") is { Length: > 0 } given ? given : null;
        if (email is not null && !MailAddress.TryCreate(email, out _))
        {
            return Failure.InvalidField("email", "email is not an e-mail address.");
        }

        var fileId = parameters.Text("fileId") ?? "";
        if (!GoogleDriveConnector.IsId(fileId))
        {
            return Failure.InvalidField("fileId", "fileId is not the id of a file.");
        }

        using var api = GoogleApi.Drive(session);
        var body = new Dictionary<string, string>(StringComparer.Ordinal) { ["type"] = email is null ? "anyone" : "user", ["role"] = parameters.Text("role") ?? "reader" };
        if (email is not null)
        {
            body["emailAddress"] = email;
        }

        // Giving the same permission twice gives it once, but the person gets a mail each time.
        var shared = await api.RunAsync(new CreatePermission(api, fileId) { Body = body, Fields = "id,type,role", Repeatable = email is null }, cancellationToken);
        if (!shared.TryGet(out var permission, out var failure))
        {
            return failure;
        }

        return (await api.RunAsync(new GetFile(api, fileId) { Fields = DriveFile.Fields }, cancellationToken)).Map(file =>
        {
            var outcome = Outcome(file);
            outcome.Output["permissionId"] = permission.Id;
            outcome.Output["role"] = permission.Role;
            return outcome;
        });
    }

    private static ActionOutcome Outcome(DriveFile file) => new(
        new JsonObject { ["id"] = file.Id, ["name"] = EntityText.Value(file.Name), ["webViewLink"] = EntityText.Link(file.WebViewLink) },
        DriveQuery.ToEntity(file));
}
