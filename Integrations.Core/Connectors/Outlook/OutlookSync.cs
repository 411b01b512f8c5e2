using System.Globalization;
using System.Net;
using System.Text.Json;
using Integrations.Core.Common;

namespace Integrations.Core.Connectors.Outlook;

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

        var sent = await session.SendAsync(Graph.Get(path, PageSize), cancellationToken);
        if (!sent.TryGet(out var response, out var failure))
        {
            return failure;
        }

        if (response.Status == HttpStatusCode.Gone || Graph.ErrorCode(response) is "SyncStateNotFound" or "resyncRequired" or "SyncStateInvalid")
        {
            return new SyncPage([], null, HasMore: false, Restart: true);
        }

        if (session.Check(response) is { } refused)
        {
            return refused;
        }

        if (!response.Json<JsonElement>(session.VendorName, null).TryGet(out var page, out var unreadable))
        {
            return unreadable;
        }

        var more = page.Text("@odata.nextLink");
        var next = Graph.Below(more ?? page.Text("@odata.deltaLink"), Delta);
        return next is null
            ? Http.VendorFailures.Unreadable(session.VendorName, null)
            : new SyncPage(await ChangesAsync(session, page, cancellationToken), $"{begun:yyyy-MM-dd} {next}", HasMore: more is not null);
    }

    private static async Task<List<EntityChange>> ChangesAsync(VendorSession session, JsonElement page, CancellationToken cancellationToken)
    {
        var items = page.Items("value");
        var series = new OutlookSeries(session, items.Where(OutlookSeries.IsMaster));
        var changes = new List<EntityChange>();
        foreach (var item in items)
        {
            if (item.Text("id") is not { } id || OutlookSeries.IsMaster(item))
            {
                continue;
            }

            if (item.Member("@removed") is not null)
            {
                changes.Add(new EntityChange(id, null));
            }
            else if (await series.CompleteAsync(item, cancellationToken) is { } entity)
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
            var midnight = new DateTimeOffset(today.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            return (today, Graph.Query(Delta, ("startDateTime", midnight.AddDays(-DaysBack).Iso()), ("endDateTime", midnight.AddDays(DaysAhead).Iso())));
        }

        var space = cursor.IndexOf(' ', StringComparison.Ordinal);
        return space > 0
            && DateOnly.TryParseExact(cursor[..space], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var begun)
            && Graph.IsBelow(cursor[(space + 1)..], Delta)
                ? (begun, cursor[(space + 1)..])
                : (today, null);
    }
}
