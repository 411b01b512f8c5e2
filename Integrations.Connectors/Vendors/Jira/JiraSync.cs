using System.Buffers.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Jira;

/// <summary>Pulls issues that changed since the last time, by JQL. Deleted issues are not among them: only webhooks tell.</summary>
/// <remarks>The query stays the same between pages, as page tokens are positions in its result.</remarks>
internal static class JiraSync
{
    private const int PageSize = 100;

    /// <summary>How far back the first pull reaches.</summary>
    private static readonly TimeSpan FirstReach = TimeSpan.FromDays(30);

    // The search index lags behind writes, and dates count in minutes; what is seen twice does no harm.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(3);

    public static async Task<Result<SyncPage>> PullAsync(VendorSession session, string? cursor, CancellationToken cancellationToken)
    {
        if (Place.Decode(cursor) is not { } place)
        {
            return new SyncPage([], null, HasMore: true, Restart: true);
        }

        var located = await JiraSite.OfAsync(session, cancellationToken);
        if (!located.TryGet(out var site, out var failure))
        {
            return failure;
        }

        var now = session.Clock.GetUtcNow();
        place = place.Started is null ? place with { Since = place.Since ?? now - FirstReach, Started = now } : place;
        var projects = new JiraProjects(session, site);
        var read = await projects.ReadAsync(
            keys => JiraSearch.ReadIssuesAsync(session, site, JiraQuery.ChangedSince(session, place.Since!.Value, keys), place.Position, PageSize, cancellationToken), cancellationToken);
        if (!read.TryGet(out var page, out var refused))
        {
            // Page tokens are good for seven days; from its beginning the walk can always be repeated.
            return place.Position is not null && refused is { VendorStatus: 400 }
                ? new SyncPage([], new Place(place.Since) { Reported = place.Reported }.Encode(), HasMore: true)
                : refused;
        }

        // Reported once: at the next walk the cursor knows it.
        var leftOut = projects.LeftOut.Where(left => !place.Reported.Contains(left)).ToList();
        // What changed in one that is back was not told meanwhile: the next walk reaches as far as the first.
        place = place with { Reported = projects.LeftOut, IsBack = place.IsBack || place.Reported.Except(projects.LeftOut, StringComparer.Ordinal).Any() };
        var changes = page.Items.OfType<ExternalEntity>().Select(issue => new EntityChange(issue.Id, issue)).ToList();
        return page.Next is { } next
            ? new SyncPage(changes, (place with { Position = next }).Encode(), HasMore: true) { LeftOut = leftOut }
            : new SyncPage(changes, new Place(place.Started - (place.IsBack ? FirstReach : Overlap)) { Reported = place.Reported }.Encode(), HasMore: false) { LeftOut = leftOut };
    }

    /// <param name="Since">Changes from then on; null before the very first pull.</param>
    /// <param name="Started">When this walk through the pages began; null between walks.</param>
    /// <param name="Position">The next page.</param>
    private sealed record Place(DateTimeOffset? Since, DateTimeOffset? Started = null, string? Position = null)
    {
        /// <summary>What was left out of the last page, and reported.</summary>
        public IReadOnlyList<string> Reported { get; init; } = [];

        /// <summary>A project that was left out is there again.</summary>
        public bool IsBack { get; init; }

        public static Place? Decode(string? cursor)
        {
            if (cursor is null)
            {
                return new Place(Since: null);
            }

            try
            {
                return JsonSerializer.Deserialize<Place>(Base64Url.DecodeFromChars(cursor), JsonSerializerOptions.Web) is { Since: not null, Reported: not null } place ? place : null;
            }
            catch (Exception exception) when (exception is FormatException or JsonException)
            {
                return null;
            }
        }

        public string Encode() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web));
    }
}
