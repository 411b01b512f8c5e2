using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Actions;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>What can be done in a Dropbox.</summary>
internal static class DropboxActions
{
    /// <summary>What a form can carry; larger files belong into Dropbox's own clients.</summary>
    private const int MaxUploadBytes = 700_000;

    public static ActionTable Table { get; } = new(
        new WrittenAction("create_folder", "Create folder", "Creates a folder, and the folders above it.", """
            {
              "path": { "type": "string", "title": "Path", "description": "Such as /Finance/2027.", "required": true, "pattern": "^/.", "maxLength": 1000 },
              "autorename": { "type": "boolean", "title": "Rename when taken", "default": false }
            }
            """, CreateFolderAsync) { Result = DropboxEntities.Folder },
        new WrittenAction("upload_file", "Upload file", "Uploads a small file.", """
            {
              "path": { "type": "string", "title": "Path", "description": "Folder and name, such as /Finance/notes.txt.", "required": true, "pattern": "^/.", "maxLength": 1000 },
              "content": { "type": "string", "title": "Content", "description": "Text, or base64 where the encoding says so; at most 700,000 bytes.", "required": true, "maxLength": 950000 },
              "encoding": { "type": "string", "title": "Encoding", "enum": ["text", "base64"], "default": "text", "words": { "text": "Text", "base64": "Base64" } },
              "mode": { "type": "string", "title": "When the name is taken", "description": "add keeps both files, overwrite replaces.", "enum": ["add", "overwrite"], "default": "add", "words": { "add": "Keep both files", "overwrite": "Replace the file" } }
            }
            """, UploadFileAsync) { Result = DropboxEntities.File },
        new WrittenAction("share_link", "Share link", "Gives a link to a file or folder, as the account's policy allows; an existing link is given again.", """
            {
              "path": { "type": "string", "title": "File or folder", "description": "A path such as /Finance/notes.txt, or an id that a search gave.", "required": true, "minLength": 2, "maxLength": 1000, "lookUp": { "entity": ["file", "folder"] } }
            }
            """, ShareLinkAsync));

    private static async Task<Result<ActionOutcome>> CreateFolderAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        var path = (parameters.Text("path") ?? "").TrimEnd('/');
        if (path.Length < 2)
        {
            return Failure.InvalidField("path", "The path begins with a slash and names the folder, such as /Finance/2027.");
        }

        var made = await DropboxApi.WriteAsync(
            session, "files/create_folder_v2", new JsonObject { ["path"] = path, ["autorename"] = parameters.Flag("autorename") }, cancellationToken);
        return made.TryGet(out var answer, out var failure)
            ? Outcome(session, answer.Member("metadata"), DropboxEntities.Folder)
            : failure;
    }

    private static async Task<Result<ActionOutcome>> UploadFileAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        var path = parameters.Text("path") ?? "";
        if (path.Length < 2 || path.EndsWith('/'))
        {
            return Failure.InvalidField("path", "The path begins with a slash and ends with the file's name, such as /Finance/notes.txt.");
        }

        if (Bytes(parameters) is not { } bytes)
        {
            return Failure.InvalidField("content", "The content is not base64, as its encoding says.");
        }

        if (bytes.Length > MaxUploadBytes)
        {
            return Failure.InvalidField("content", $"The content may have at most {MaxUploadBytes} bytes.");
        }

        // The hash lets Dropbox refuse what arrived broken.
        var argument = new JsonObject
        {
            ["path"] = path,
            ["mode"] = parameters.Text("mode") == "overwrite" ? "overwrite" : "add",
            ["autorename"] = parameters.Text("mode") != "overwrite",
            ["mute"] = false,
            ["strict_conflict"] = false,
            ["content_hash"] = DropboxHash.Of(bytes),
        };
        var sent = await session.ReadAsync<JsonElement>(DropboxApi.Upload(session, argument, bytes), null, cancellationToken);
        return sent.TryGet(out var answer, out var failure) ? Outcome(session, answer, DropboxEntities.File) : failure;
    }

    private static async Task<Result<ActionOutcome>> ShareLinkAsync(ActionCall call)
    {
        var (session, parameters, _, cancellationToken) = call;
        var path = VendorPath(parameters.Text("path") ?? "");
        var sent = await session.SendAsync(DropboxApi.Request(session, "sharing/create_shared_link_with_settings", new JsonObject { ["path"] = path }), cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        // A link that exists already is what was wanted, though the vendor calls it an error.
        var body = response.TryJson();
        if (body?.Text("error", ".tag") == "shared_link_already_exists")
        {
            return body.Value.Member("error", "shared_link_already_exists", "metadata") is { } known
                ? Shared(session, known)
                : await ExistingLinkAsync(session, path, cancellationToken);
        }

        return session.Check(response) is { } refused ? refused
            : response.Json<JsonElement>(session.VendorName, null).TryGet(out var link, out var unreadable) ? Shared(session, link)
            : unreadable;
    }

    /// <summary>What follows the type in an id of ours, or a path as it is.</summary>
    public static string VendorPath(string text)
    {
        foreach (var type in (string[])[DropboxEntities.File, DropboxEntities.Folder])
        {
            if (text.StartsWith(type + ":", StringComparison.Ordinal))
            {
                return text[(type.Length + 1)..];
            }
        }

        return text;
    }

    private static async Task<Result<ActionOutcome>> ExistingLinkAsync(VendorSession session, string path, CancellationToken cancellationToken)
    {
        var listed = await DropboxApi.ReadAsync(session, "sharing/list_shared_links", new JsonObject { ["path"] = path, ["direct_only"] = true }, cancellationToken);
        if (!listed.TryGet(out var answer, out var failure))
        {
            return failure;
        }

        return answer.Items("links") is [var first, ..] ? Shared(session, first) : VendorFailures.NotFound(session.VendorName, "shared link");
    }

    private static Result<ActionOutcome> Shared(VendorSession session, JsonElement link)
    {
        // The query of the link is part of it: without its key it opens nothing.
        if (EntityText.Link(link.Text("url")) is not { } url)
        {
            return VendorFailures.Unreadable(session.VendorName, null);
        }

        return new ActionOutcome(
            new JsonObject { ["url"] = url, ["name"] = EntityText.Value(link.Text("name")), ["id"] = EntityText.Value(link.Text("id")) },
            DropboxEntities.From(link, url: url));
    }

    private static Result<ActionOutcome> Outcome(VendorSession session, JsonElement? metadata, string tag) =>
        metadata is { } item && DropboxEntities.From(item, tag) is { } entity
            ? new ActionOutcome(
                new JsonObject { ["id"] = item.Text("id"), ["name"] = item.Text("name"), ["path_display"] = item.Text("path_display"), ["url"] = entity.Url },
                entity)
            : VendorFailures.Unreadable(session.VendorName, null);

    private static byte[]? Bytes(JsonElement parameters)
    {
        var content = parameters.Text("content") ?? "";
        if (parameters.Text("encoding") != "base64")
        {
            return Encoding.UTF8.GetBytes(content);
        }

        var bytes = new byte[content.Length];
        return Convert.TryFromBase64String(content, bytes, out var written) ? bytes[..written] : null;
    }
}
