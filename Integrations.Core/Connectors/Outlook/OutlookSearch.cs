using System.Text.Json;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>
/// Search runs through listings, one after the other. Graph searches no text in events (<c>$search</c> is for messages), so
/// events of a window are read in order of time and matched here; the window without dates is what people mean by "my
/// calendar": from today 90 days on, then 30 days back, then older and later events by their subject.
/// </summary>
internal static class OutlookSearch
{
    private const string CalendarView = "me/calendarView";
    private const string Events = "me/events";
    private const string Messages = "me/messages";
    private const int DaysAhead = 90;
    private const int DaysBack = 30;

    // One window a call: long ones are slow at the vendor, and five years is said to be its limit.
    private const int WindowDays = 365;
    private const int MaxWindows = 10;

    /// <summary>Rows of a page when they still have to be matched here.</summary>
    private const int MatchingPageSize = 100;

    /// <summary>Vendor pages read for one page of ours; then the caller gets what there is, and a cursor.</summary>
    private const int MaxPages = 6;

    private const int MaxPageSize = 250;

    public static Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken) =>
        ListingSearch.RunAsync([.. Listings(session, query).Select(listing => listing.In(session))], query, wanted => PageSize(query, wanted), MaxPages, cancellationToken);

    private static List<Listing> Listings(VendorSession session, EntityQuery query)
    {
        var listings = new List<Listing>();
        if (query.Wants(OutlookEntities.Event))
        {
            listings.AddRange(query.Start is null && query.End is null ? AroundToday(session, query) : Between(query));
        }

        var askedFor = query.EntityTypes.Contains(OutlookEntities.Message, StringComparer.OrdinalIgnoreCase);
        if (askedFor || (query.EntityTypes.Count == 0 && string.Equals(session.Facts["searchMail"], "true", StringComparison.OrdinalIgnoreCase)))
        {
            listings.Add(Mail(query, extra: !askedFor || listings.Count > 0));
        }

        return listings;
    }

    private static IEnumerable<Listing> AroundToday(VendorSession session, EntityQuery query)
    {
        var today = new DateTimeOffset(session.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var (from, to) = (today.AddDays(-DaysBack), today.AddDays(DaysAhead));
        yield return Window(query, today, to, "start/dateTime", query.MatchesText);
        yield return Window(query, from, today, "start/dateTime desc", entity => query.MatchesText(entity) && !(entity.End > today));
        if (!string.IsNullOrWhiteSpace(query.Text))
        {
            // Lists the masters of series, not their occurrences; those inside the window were given already.
            var first = Graph.Query(
                Events,
                ("$filter", $"contains(subject,'{query.Text.Trim().Replace("'", "''", StringComparison.Ordinal)}')"),
                ("$select", Graph.EventFields));
            yield return new Listing(Events, first, OutlookEntities.FromEvent, entity => entity.Start is not { } start || start < from || start >= to) { Extra = true };
        }
    }

    private static IEnumerable<Listing> Between(EntityQuery query)
    {
        var start = query.Start ?? query.End!.Value.AddDays(-WindowDays);
        var end = query.End ?? query.Start!.Value.AddDays(WindowDays);
        var begin = start;
        for (var windows = 0; begin < end && windows < MaxWindows; windows++)
        {
            var (from, to) = (begin, end - begin > TimeSpan.FromDays(WindowDays) ? begin.AddDays(WindowDays) : end);
            var first = windows == 0;
            // An event that reaches over the seam of two windows was given with the first.
            yield return Window(query, from, to, "start/dateTime", entity => query.MatchesText(entity) && (first || !(entity.Start < from)));
            begin = to;
        }
    }

    private static Listing Window(EntityQuery query, DateTimeOffset from, DateTimeOffset to, string order, Func<ExternalEntity, bool> keep) => new(
        CalendarView,
        Graph.Query(
            CalendarView,
            ("startDateTime", from.Iso()), ("endDateTime", to.Iso()),
            ("$orderby", order), ("$select", Graph.EventFields)),
        OutlookEntities.FromEvent,
        keep);

    private static Listing Mail(EntityQuery query, bool extra)
    {
        var parameters = string.IsNullOrWhiteSpace(query.Text)
            ? Graph.Query(Messages, ("$orderby", "receivedDateTime desc"), ("$select", Graph.MessageFields))
            // KQL stands in double quotes; a quote inside would end it. Sorting and filtering cannot be combined with it.
            : Graph.Query(Messages, ("$search", $"\"{query.Text.Trim().Replace("\"", " ", StringComparison.Ordinal).Replace("\\", " ", StringComparison.Ordinal)}\""), ("$select", Graph.MessageFields));
        return new Listing(Messages, parameters, OutlookEntities.FromMessage, entity => query.MatchesDates(VendorJson.ParseTime(entity.Text(EntityFields.CreatedAt)))) { Extra = extra };
    }

    private static int PageSize(EntityQuery query, int wanted) =>
        string.IsNullOrWhiteSpace(query.Text) && query.Filters.Count == 0 ? Math.Min(wanted, MaxPageSize) : MatchingPageSize;

    /// <param name="Path">Below <c>/v1.0/</c>, without query: what its paging links must begin with.</param>
    /// <param name="First">Path and query of its first page, without the page's size.</param>
    private sealed record Listing(string Path, string First, Func<JsonElement, ExternalEntity?> Map, Func<ExternalEntity, bool> Keep)
    {
        /// <summary>Mail is an extra of a mixed search: without its permission the events still count.</summary>
        public bool Extra { get; init; }

        public SearchListing In(VendorSession session) => new((position, size, cancellationToken) => ReadAsync(session, position, size, cancellationToken), Keep)
        {
            Name = Path == Messages ? "mail" : "events",
            Extra = Extra,
            Knows = position => Graph.IsBelow(position, Path),
        };

        private async Task<Result<SearchListingPage>> ReadAsync(VendorSession session, string? position, int size, CancellationToken cancellationToken)
        {
            var read = await session.ReadAsync<JsonElement>(Graph.Get(position ?? $"{First}&$top={size}"), null, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            var (link, next) = (page.Text("@odata.nextLink"), Graph.Below(page.Text("@odata.nextLink"), Path));
            return link is not null && next is null
                ? VendorFailures.Unreadable(session.VendorName, null)
                : new SearchListingPage([.. page.Items("value").Select(Map)], next);
        }
    }
}
