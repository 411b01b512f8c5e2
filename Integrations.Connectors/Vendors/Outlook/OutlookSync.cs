using System.Globalization;
using System.Net;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Microsoft.Graph.Models;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>
/// Follows the calendar by delta query. Its window is frozen in the token, so a round that began long ago no longer shows
/// the coming weeks and is started anew.
/// </summary>
/// <remarks>Source: learn.microsoft.com/graph/delta-query-events (read 2026-11-20).</remarks>
internal static class OutlookSync
{
    private const string Delta = "me/calendarView/delta";
    private const int PageSize = 50;
    private const int DaysBack = 30;
    private const int DaysAhead = 120;

    // After a month there are still 90 days ahead in the window.
    private const int RoundDays = 30;

    public static async Task<Result<SyncPage>> PullAsync(VendorSession session, string? cursor, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(session.Clock.GetUtcNow().UtcDateTime);
        var (begun, path) = Read(cursor, today);
        if (path is null || today.DayNumber - begun.DayNumber >= RoundDays)
        {
            return new SyncPage([], null, HasMore: false, Restart: true);
        }

        using var graph = new GraphApi(session, cancellationToken);
        var read = await graph.AskAsync(
            (api, token) => api.Me.CalendarView.Delta.WithUrl(Graph.Root + path).GetAsDeltaGetResponseAsync(request => request.Headers.Add(Graph.Prefer, Graph.Preferences(PageSize)), token),
            page => Graph.Below(page.OdataNextLink ?? page.OdataDeltaLink, Delta) is { } next ? new Page { Items = page.Value ?? [], Next = next, HasMore = page.OdataNextLink is not null } : null);
        return read.TryGet(out var page, out var failure) ? new SyncPage(await ChangesAsync(graph, page.Items), $"{begun:yyyy-MM-dd} {page.Next}", page.HasMore)
            : failure.VendorStatus == (int)HttpStatusCode.Gone || failure.Code == Graph.CursorGone ? new SyncPage([], null, HasMore: false, Restart: true)
            : failure;
    }

    private static async Task<List<EntityChange>> ChangesAsync(GraphApi graph, IReadOnlyList<Event> items)
    {
        var series = new OutlookSeries(graph);
        series.Learn(items.Where(OutlookSeries.IsMaster));
        var changes = new List<EntityChange>();
        foreach (var item in items)
        {
            if (item.Id is not { } id || OutlookSeries.IsMaster(item))
            {
                continue;
            }

            if (item.AdditionalData.ContainsKey("@removed"))
            {
                changes.Add(new EntityChange(id, null));
            }
            else if (await series.CompleteAsync(item) is { } entity)
            {
                changes.Add(new EntityChange(id, entity));
            }
        }

        return changes;
    }

    private static (DateOnly Begun, string? Path) Read(string? cursor, DateOnly today)
    {
        if (cursor is null)
        {
            // As Graph documents it: the client's own address has parentheses behind the name.
            var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return (today, $"{Delta}?startDateTime={Uri.EscapeDataString(midnight.AddDays(-DaysBack).Iso())}&endDateTime={Uri.EscapeDataString(midnight.AddDays(DaysAhead).Iso())}");
        }

        var space = cursor.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            && DateOnly.TryParseExact(cursor[..space], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begun)
            && Graph.IsBelow(cursor[(space + 1)..], Delta)
                ? (begun, cursor[(space + 1)..])
                : (today, null);
    }

    private sealed class Page
    {
        public required IReadOnlyList<Event> Items { get; init; }

        public required string Next { get; init; }

        public required bool HasMore { get; init; }
    }
}
