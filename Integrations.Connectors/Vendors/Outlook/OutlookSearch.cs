using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Microsoft.Graph;
using Microsoft.Graph.Models;

namespace Integrations.Connectors.Vendors.Outlook;

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

    public static async Task<Result<EntityPage>> SearchAsync(VendorSession session, EntityQuery query, CancellationToken cancellationToken)
    {
        using var graph = new GraphApi(session, cancellationToken);
        return await ListingSearch.RunAsync([.. Listings(session, query).Select(listing => listing.In(session, graph))], query, wanted => PageSize(query, wanted), MaxPages, cancellationToken);
    }

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
            var filter = $"contains(subject,'{query.Text.Trim().Replace("'", "''", StringComparison.Ordinal)}')";
            yield return new Listing(
                Events,
                (graph, next, size) => EventsAsync(graph, (api, token) => next is null
                    ? api.Me.Events.GetAsync(request => (request.QueryParameters.Filter, request.QueryParameters.Select, request.QueryParameters.Top) = (filter, Graph.EventFields, size), token)
                    : api.Me.Events.WithUrl(next).GetAsync(cancellationToken: token)),
                entity => entity.Start is not { } start || start < from || start >= to)
            { Extra = true };
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
        (graph, next, size) => EventsAsync(graph, (api, token) => next is null
            ? api.Me.CalendarView.GetAsync(
                request =>
                {
                    (request.QueryParameters.StartDateTime, request.QueryParameters.EndDateTime) = (from.Iso(), to.Iso());
                    (request.QueryParameters.Orderby, request.QueryParameters.Select, request.QueryParameters.Top) = ([order], Graph.EventFields, size);
                },
                token)
            : api.Me.CalendarView.WithUrl(next).GetAsync(cancellationToken: token)),
        keep);

    private static Listing Mail(EntityQuery query, bool extra)
    {
        // KQL stands in double quotes; a quote inside would end it. Sorting and filtering cannot be combined with it.
        var words = string.IsNullOrWhiteSpace(query.Text) ? null : $"\"{query.Text.Trim().Replace("\"", " ", StringComparison.Ordinal).Replace("\\", " ", StringComparison.Ordinal)}\"";
        return new Listing(
            Messages,
            (graph, next, size) => graph.AskAsync(
                (api, token) => next is null
                    ? api.Me.Messages.GetAsync(
                        request =>
                        {
                            (request.QueryParameters.Search, request.QueryParameters.Orderby) = (words, words is null ? ["receivedDateTime desc"] : null);
                            (request.QueryParameters.Select, request.QueryParameters.Top) = (Graph.MessageFields, size);
                        },
                        token)
                    : api.Me.Messages.WithUrl(next).GetAsync(cancellationToken: token),
                page => new Page([.. (page.Value ?? []).Select(OutlookEntities.FromMessage)], page.OdataNextLink)),
            entity => query.MatchesDates(VendorJson.ParseTime(entity.Text(EntityFields.CreatedAt))))
        { Extra = extra };
    }

    private static Task<Result<Page>> EventsAsync(GraphApi graph, Func<GraphServiceClient, CancellationToken, Task<EventCollectionResponse?>> ask) =>
        graph.AskAsync(ask, page => new Page([.. (page.Value ?? []).Select(OutlookEntities.FromEvent)], page.OdataNextLink));

    private static int PageSize(EntityQuery query, int wanted) =>
        string.IsNullOrWhiteSpace(query.Text) && query.Filters.Count == 0 ? Math.Min(wanted, MaxPageSize) : MatchingPageSize;

    /// <param name="Path">Below <c>/v1.0/</c>, without query: what its paging links must begin with.</param>
    /// <param name="ReadAsync">Reads the page at an address, or the first one, and gives the link to the next.</param>
    private sealed record Listing(string Path, Func<GraphApi, string?, int, Task<Result<Page>>> ReadAsync, Func<ExternalEntity, bool> Keep)
    {
        /// <summary>Mail is an extra of a mixed search: without its permission the events still count.</summary>
        public bool Extra { get; init; }

        public SearchListing In(VendorSession session, GraphApi graph) => new((position, size, _) => PageAsync(session, graph, position, size), Keep)
        {
            Name = Path == Messages ? "mail" : "events",
            Extra = Extra,
            Knows = position => Graph.IsBelow(position, Path),
        };

        private async Task<Result<SearchListingPage>> PageAsync(VendorSession session, GraphApi graph, string? position, int size)
        {
            var read = await ReadAsync(graph, position is null ? null : Graph.Root + position, size);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            var next = Graph.Below(page.Link, Path);
            return page.Link is not null && next is null
                ? VendorFailures.Unreadable(session.VendorName, null)
                : new SearchListingPage(page.Items, next);
        }
    }

    private sealed record Page(IReadOnlyList<ExternalEntity?> Items, string? Link);
}
