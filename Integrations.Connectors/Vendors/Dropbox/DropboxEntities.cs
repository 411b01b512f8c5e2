using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>Files and folders in our words. An id is <c>file:id:…</c> or <c>folder:id:…</c>; what follows the first colon is Dropbox's own.</summary>
internal static class DropboxEntities
{
    public const string File = "file";
    public const string Folder = "folder";

    /// <param name="item">A metadata object.</param>
    /// <param name="tag">For routes that answer with one kind only, whose objects carry no tag.</param>
    /// <param name="url">A shared link, where one is known.</param>
    public static ExternalEntity? From(JsonElement item, string? tag = null, string? url = null)
    {
        var type = item.Text(".tag") ?? tag;
        if (type is not (File or Folder) || item.Text("id") is not { Length: > 0 } id)
        {
            return null;
        }

        var path = item.Text("path_display") ?? item.Text("path_lower");
        var metadata = new JsonObject
        {
            [EntityFields.Key] = id,
            ["path"] = EntityText.Value(path),
            [EntityFields.Container] = EntityText.Value(Parent(path)),
        };
        if (type == File)
        {
            metadata[EntityFields.Size] = item.Number("size");
            metadata[EntityFields.UpdatedAt] = item.Time("server_modified").Iso();
            metadata["clientModified"] = item.Time("client_modified").Iso();
            metadata["rev"] = EntityText.Value(item.Text("rev"));
            metadata["contentHash"] = EntityText.Value(item.Text("content_hash"));
            metadata["downloadable"] = item.Flag("is_downloadable");
        }
        else
        {
            metadata["sharedFolderId"] = EntityText.Value(item.Text("shared_folder_id"));
        }

        return new ExternalEntity(
            $"{type}:{id}", type, EntityText.Title(item.Text("name"), id), EntityText.Description(path),
            EntityText.Link(url) ?? EntityText.Link(item.Text("preview_url")) ?? EntityText.Link(Home(type, path, item.Text("name"))))
        {
            Metadata = metadata,
        };
    }

    private static string? Parent(string? path) =>
        path is null ? null : path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    /// <summary>Opens Dropbox's own page for the signed-in person; nothing is shared by it.</summary>
    private static string? Home(string type, string? path, string? name)
    {
        if (path is null)
        {
            return null;
        }

        var folder = type == Folder ? path : Parent(path)!;
        var escaped = string.Join('/', folder.Split('/').Select(Uri.EscapeDataString)).TrimEnd('/');
        return $"https://www.dropbox.com/home{escaped}" + (type == File && name is not null ? $"?preview={Uri.EscapeDataString(name)}" : "");
    }
}
