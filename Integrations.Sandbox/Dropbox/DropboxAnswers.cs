using System.Text.Json.Nodes;
using Integrations.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace Integrations.Sandbox.Dropbox;

/// <summary>Records and refusals as Dropbox writes them.</summary>
internal static class DropboxAnswers
{
    /// <param name="tagged">Polymorphic answers carry the tag; those of one kind do not.</param>
    public static JsonObject Entry(HttpContext http, DropboxEntry entry, bool tagged)
    {
        var body = new JsonObject();
        if (tagged)
        {
            body[".tag"] = entry.Deleted ? "deleted" : entry.IsFile ? "file" : "folder";
        }

        body["name"] = entry.Name;
        body["path_lower"] = entry.PathLower;
        body["path_display"] = entry.Path;
        if (entry.Deleted)
        {
            return body;
        }

        body["id"] = entry.Id;
        if (entry.IsFile)
        {
            body["client_modified"] = Time(entry.Modified);
            body["server_modified"] = Time(entry.Modified);
            body["rev"] = Rev(entry);
            body["size"] = entry.Size;
            body["is_downloadable"] = true;
            body["content_hash"] = entry.ContentHash;
            body["preview_url"] = SandboxAddress.Of(http, $"https://www.dropbox.com/home{string.Join('/', entry.Path.Split('/').Select(Uri.EscapeDataString))}");
        }

        return body;
    }

    public static JsonObject Link(HttpContext http, DropboxEntry entry)
    {
        var body = new JsonObject
        {
            [".tag"] = entry.IsFile ? "file" : "folder",
            ["url"] = SandboxAddress.Of(http, $"https://www.dropbox.com/scl/{(entry.IsFile ? "fi" : "fo")}/{entry.LinkKey}/{Uri.EscapeDataString(entry.Name)}?rlkey={entry.LinkKey}&dl=0"),
            ["id"] = entry.Id,
            ["name"] = entry.Name,
            ["path_lower"] = entry.PathLower,
            ["link_permissions"] = new JsonObject
            {
                ["can_revoke"] = true,
                ["resolved_visibility"] = Tag("public"),
                ["effective_audience"] = Tag("public"),
                ["link_access_level"] = Tag("viewer"),
                ["visibility_policies"] = new JsonArray(new JsonObject { ["policy"] = Tag("public"), ["resolved_policy"] = Tag("public"), ["allowed"] = true }),
                ["can_set_expiry"] = false,
                ["can_remove_expiry"] = false,
                ["allow_download"] = true,
                ["can_allow_download"] = true,
                ["can_disallow_download"] = false,
                ["allow_comments"] = true,
                ["team_restricts_comments"] = false,
            },
        };
        if (entry.IsFile)
        {
            body["client_modified"] = Time(entry.Modified);
            body["server_modified"] = Time(entry.Modified);
            body["rev"] = Rev(entry);
            body["size"] = entry.Size;
        }

        return body;
    }

    /// <summary>A route's own refusal: 409, tags nested as in the path <c>path/not_found</c>.</summary>
    public static IResult Conflict(string tags)
    {
        var parts = tags.Split('/');
        var error = Tag(parts[^1]);
        foreach (var part in parts.Reverse().Skip(1))
        {
            error = new JsonObject { [".tag"] = part, [part] = error };
        }

        return SandboxJson.Answer(new JsonObject { ["error_summary"] = $"{tags}/..", ["error"] = error }, StatusCodes.Status409Conflict);
    }

    /// <summary>Our mistakes are answered in plain text.</summary>
    public static IResult Malformed(string route, string words) =>
        SandboxJson.Text($"Error in call to API function \"{route}\": {words}", StatusCodes.Status400BadRequest);

    public static JsonObject Tag(string tag) => new() { [".tag"] = tag };

    private static string Rev(DropboxEntry entry) => $"0164{entry.Version:x4}{entry.ContentHash[..10]}";

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");
}
