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

        return response.Json<JsonElement>(session.VendorName, null).TryGet(out var page, out var unreadable)
            ? ReadPage(session, page, begun)
            : unreadable;
    }

    private static Result<SyncPage> ReadPage(VendorSession session, JsonElement page, DateOnly begun)
    {
        var more = page.Text("@odata.nextLink");
        var next = Graph.Below(more ?? page.Text("@odata.deltaLink"), Delta);
        return next is null
            ? Http.VendorFailures.Unreadable(session.VendorName, null)
            : new SyncPage(Changes(page), $"{begun:yyyy-MM-dd} {next}", HasMore: more is not null);
    }

    private static List<EntityChange> Changes(JsonElement page)
    {
        var items = page.Items("value");
        // Occurrences may come without what they share with their series; the master then stands on the same page.
        var masters = items.Where(item => item.Text("type") == "seriesMaster" && item.Text("id") is not null)
            .GroupBy(item => item.Text("id")!).ToDictionary(group => group.Key, group => group.First());
        var changes = new List<EntityChange>();
        foreach (var item in items)
        {
            if (item.Text("id") is not { } id || masters.ContainsKey(id))
            {
                continue;
            }

            if (item.Member("@removed") is not null)
            {
                changes.Add(new EntityChange(id, null));
            }
            else if (OutlookEntities.FromEvent(item) is { } entity)
            {
                changes.Add(new EntityChange(id, item.Text("subject") is null && item.Text("seriesMasterId") is { } series && masters.TryGetValue(series, out var master)
                    ? entity with { Title = EntityText.Title(master.Text("subject")), Url = entity.Url ?? EntityText.Link(master.Text("webLink")) }
                    : entity));
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
