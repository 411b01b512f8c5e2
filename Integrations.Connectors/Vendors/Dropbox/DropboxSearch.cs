using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Dropbox;

/// <summary>Words are searched by Dropbox; without words everything is listed. Dates are compared here: Dropbox has no filter for them.</summary>
internal static class DropboxSearch
{
    private const int MaxQueryLength = 1_000;
    private const int MaxPages = 6;
    private const int MaxPageSize = 200;

    public static Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        var text = query.Text?.Trim() ?? "";
        var listing = text.Length > 0
            ? Found(session, Text.Cut(text, MaxQueryLength), query)
            : Listed(session);
        var once = new HashSet<string>(StringComparer.Ordinal);
        return ListingSearch.RunAsync(
            [listing with { Keep = entity => query.Wants(entity.Type) && query.MatchesDates(entity.UpdatedAt) && once.Add(entity.Id) }], query, wanted => PageSize(query, wanted), MaxPages, cancellationToken);
    }

    private static SearchListing Found(VendorSession session, string text, EntityQuery query) => new(
        async (cursor, size, cancellationToken) =>
        {
            var read = cursor is null
                ? await DropboxApi.ReadAsync(
                    session, "files/search_v2",
                    new JsonObject
                    {
                        ["query"] = text,
                        ["options"] = new JsonObject
                        {
                            ["max_results"] = size,
                            ["order_by"] = new JsonObject { [".tag"] = query.Start is null && query.End is null ? "relevance" : "last_modified_time" },
                            ["file_status"] = new JsonObject { [".tag"] = "active" },
                            ["filename_only"] = false,
                        },
                    },
                    cancellationToken)
                : await DropboxApi.ReadAsync(session, "files/search/continue_v2", new JsonObject { ["cursor"] = cursor }, cancellationToken);
            return read.Map(page => new SearchListingPage(
                // Metadata is nested twice; the outer one may be of a kind that we do not know.
                [.. page.Items("matches").Select(match => match.Member("metadata", "metadata") is { } item ? DropboxEntities.From(item) : null)],
                page.Flag("has_more") ? page.Text("cursor") : null));
        },
        static _ => true);

    private static SearchListing Listed(VendorSession session) => new(
        async (cursor, size, cancellationToken) =>
        {
            var read = cursor is null
                ? await DropboxApi.ReadAsync(session, "files/list_folder", DropboxSync.WholeTree(size), cancellationToken)
                : await DropboxApi.ReadAsync(session, "files/list_folder/continue", new JsonObject { ["cursor"] = cursor }, cancellationToken);
            return read.Map(page => new SearchListingPage([.. page.Items("entries").Select(item => DropboxEntities.From(item))], page.Flag("has_more") ? page.Text("cursor") : null));
        },
        static _ => true);

    /// <summary>Where much is left out here, small pages would be many calls.</summary>
    private static int PageSize(EntityQuery query, int wanted) =>
        query.Start is null && query.End is null && query.Filters.Count == 0 && query.EntityTypes.Count == 0 ? Math.Min(wanted, MaxPageSize) : MaxPageSize;
}
