using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>Follows the whole tree: the cursor of a listing, asked again later, tells what changed.</summary>
/// <remarks>
/// Source: dropbox.com/developers, "Detecting changes" (read 2026-11-20). Deletions come by path and without id, so they
/// are told by path; a cursor that Dropbox resets starts anew.
/// </remarks>
internal static class DropboxSync
{
    private const int PageSize = 200;

    /// <summary>In front of the path of something deleted, which no longer has an id.</summary>
    public const string PathPrefix = "path:";

    /// <summary>The argument that lists everything; the root is the empty path, never a slash.</summary>
    public static JsonObject WholeTree(int limit) => new()
    {
        ["path"] = "",
        ["recursive"] = true,
        ["include_deleted"] = false,
        ["include_mounted_folders"] = true,
        ["limit"] = limit,
    };

    public static async Task<Result<SyncPage>> PullAsync(VendorSession session, string entityType, string? cursor, CancellationToken cancellationToken)
    {
        var request = cursor is null
            ? DropboxApi.Request(session, "files/list_folder", WholeTree(PageSize))
            : DropboxApi.Request(session, "files/list_folder/continue", new JsonObject { ["cursor"] = cursor });
        var sent = await session.SendAsync(request.Repeatable(), cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        if (cursor is not null && IsReset(response))
        {
            return new SyncPage([], null, HasMore: false, Restart: true);
        }

        if (session.Check(response) is { } refused)
        {
            return refused;
        }

        var read = response.Json<JsonElement>(session.VendorName, null);
        return !read.TryGet(out var page, out var unreadable) ? unreadable
            : page.Text("cursor") is not { Length: > 0 } next ? VendorFailures.Unreadable(session.VendorName, response.ContentType)
            : new SyncPage([.. page.Items("entries").Select(item => Change(item, entityType)).OfType<EntityChange>()], next, page.Flag("has_more"));
    }

    private static EntityChange? Change(JsonElement item, string entityType) =>
        item.Text(".tag") == "deleted"
            ? item.Text("path_lower") is { Length: > 0 } path ? new EntityChange(PathPrefix + path, null, IsAlias: true) : null
            : DropboxEntities.From(item) is { } entity && entity.Type == entityType ? new EntityChange(entity.Id, entity) : null;

    private static bool IsReset(VendorResponse response) =>
        (response.Status == HttpStatusCode.Conflict && response.TryJson()?.Text("error", ".tag") == "reset")
        // A cursor that is none of theirs is answered in plain text.
        || (response.Status == HttpStatusCode.BadRequest && response.Text.Contains("cursor", StringComparison.OrdinalIgnoreCase));
}
