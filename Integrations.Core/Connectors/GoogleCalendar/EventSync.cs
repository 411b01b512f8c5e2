using System.Globalization;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Google;

namespace Integrations.Core.Connectors.GoogleCalendar;

/// <summary>Pulls changed events, one calendar after the other; each calendar has its own sync token.</summary>
/// <remarks>
/// Source: developers.google.com/workspace/calendar/api/guides/sync (2026-11). The first pull is bounded to the last 30 days;
/// later ones must not repeat that bound. Calendars that appear later are found at the next start from null. A calendar that refuses,
/// such as one that was unsubscribed, leaves the walk; the others go on (RELIABILITY K2).
/// </remarks>
internal sealed class EventSync(VendorSession session)
{
    private const int DaysBack = 30;
    private const int PageSize = 250;
    private const int CalendarsMax = 20;
    private const int Gone = 410;

    public async Task<Result<SyncPage>> PullAsync(string? cursor, CancellationToken cancellationToken)
    {
        if (!OpaqueCursor.TryRead<Progress>(cursor, out var progress) || progress is { Calendars: null or { Count: 0 } })
        {
            return new SyncPage([], null, HasMore: false, Restart: true);
        }

        using var api = GoogleApi.Calendar(session);
        if (progress is null)
        {
            var started = await StartAsync(api, cancellationToken);
            if (!started.TryGet(out progress, out var unstarted))
            {
                return unstarted;
            }
        }

        var at = Math.Clamp(progress.At, 0, progress.Calendars.Count - 1);
        var calendar = progress.Calendars[at];
        var read = await api.RunAsync(
            new ListEvents(api, calendar.Id)
            {
                MaxResults = PageSize,
                SyncToken = calendar.SyncToken,
                PageToken = progress.PageToken,
                TimeMin = calendar.SyncToken is null ? progress.Since : null,
            },
            cancellationToken);
        if (!read.TryGet(out var page, out var failure))
        {
            // A sync token that has run out; without one, 410 is a refusal like others.
            return failure.VendorStatus == Gone && calendar.SyncToken is not null ? new SyncPage([], null, HasMore: false, Restart: true)
                : failure.Kind == FailureKind.VendorRefused && progress.Calendars.Count > 1 ? LeaveOut(progress, at, failure)
                : failure;
        }

        var reference = new CalendarRef(calendar.Id, calendar.RealId, calendar.Name);
        var changes = (page.Items ?? []).OfType<CalendarEvent>()
            .Where(changed => !string.IsNullOrEmpty(changed.Id))
            .Select(changed => new EntityChange(
                EventMapping.Id(calendar.Id, changed.Id!),
                changed.Status == "cancelled" ? null : EventMapping.ToEntity(changed, reference)))
            .ToList();
        if (!string.IsNullOrEmpty(page.NextPageToken))
        {
            return new SyncPage(changes, OpaqueCursor.Write(progress with { PageToken = page.NextPageToken }), HasMore: true);
        }

        var advanced = progress.Calendars.ToList();
        advanced[at] = calendar with { SyncToken = page.NextSyncToken ?? calendar.SyncToken };
        var isLast = at + 1 == advanced.Count;
        return new SyncPage(changes, OpaqueCursor.Write(progress with { Calendars = advanced, At = isLast ? 0 : at + 1, PageToken = null }), HasMore: !isLast);
    }

    /// <summary>The cursor no longer holds it, so it is reported once.</summary>
    private static SyncPage LeaveOut(Progress progress, int at, Failure failure)
    {
        var refused = progress.Calendars[at];
        var others = progress.Calendars.Where((_, index) => index != at).ToList();
        var isLast = at == others.Count;
        return new SyncPage([], OpaqueCursor.Write(progress with { Calendars = others, At = isLast ? 0 : at, PageToken = null }), HasMore: !isLast)
        {
            LeftOut = [PartlyRead.LeftOut("calendar", refused.Name ?? refused.RealId ?? refused.Id, failure)],
        };
    }

    private async Task<Result<Progress>> StartAsync(GoogleApi api, CancellationToken cancellationToken)
    {
        var since = session.Clock.GetUtcNow().AddDays(-DaysBack).UtcDateTime.ToString("yyyy-MM-dd'T'00:00:00'Z'", CultureInfo.InvariantCulture);
        var own = new CalendarProgress(EventMapping.Primary, null, null, null);
        if (session.Facts[EventSearch.CalendarsSetting] == "primary")
        {
            return new Progress([own], 0, null, since);
        }

        var read = await CalendarList.ReadAsync(api, cancellationToken);
        if (!read.TryGet(out var list, out var failure))
        {
            return failure.Code == "vendor.forbidden" ? new Progress([own], 0, null, since) : failure;
        }

        var calendars = list
            .Where(entry => entry.Primary == true || (entry.Selected == true && entry.AccessRole != "freeBusyReader"))
            .Take(CalendarsMax)
            .Select(CalendarRef.From)
            .Select(calendar => new CalendarProgress(calendar.Id, calendar.RealId, EntityText.Value(calendar.Name), null))
            .ToList();
        return new Progress(calendars.Count == 0 ? [own] : calendars, 0, null, since);
    }

    /// <param name="At">The calendar that is read next.</param>
    /// <param name="PageToken">Set in the middle of a calendar.</param>
    /// <param name="Since">Bound of the first pull; every page of it must repeat the same.</param>
    private sealed record Progress(List<CalendarProgress> Calendars, int At, string? PageToken, string Since);

    private sealed record CalendarProgress(string Id, string? RealId, string? Name, string? SyncToken);
}
