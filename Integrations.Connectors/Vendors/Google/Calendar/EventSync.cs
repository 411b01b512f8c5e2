using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>Pulls changed events, one calendar after the other; each calendar has its own sync token.</summary>
/// <remarks>
/// Source: developers.google.com/workspace/calendar/api/guides/sync (2026-11). The first pull is bounded to the last 30 days;
/// later ones must not repeat that bound. Calendars that appear later are found at the next start from null. A calendar that refuses,
/// such as one that was unsubscribed, is left out, and the others go on (RELIABILITY K2); each round asks it again, from where it was.
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

        var leftOut = new List<string>();
        progress = progress with { At = Math.Clamp(progress.At, 0, progress.Calendars.Count - 1) };
        for (var asked = 1; ; asked++)
        {
            var calendar = progress.Calendars[progress.At];
            var read = await api.RunAsync(
                new ListEvents(api, calendar.Id)
                {
                    MaxResults = PageSize,
                    SyncToken = calendar.SyncToken,
                    PageToken = progress.PageToken,
                    TimeMin = calendar.SyncToken is null ? progress.Since : null,
                },
                cancellationToken);
            if (read.TryGet(out var page, out var failure))
            {
                return Advance(progress, page, leftOut);
            }

            // A sync token that has run out; without one, 410 is a refusal like others.
            if (failure.VendorStatus == Gone && calendar.SyncToken is not null)
            {
                return new SyncPage([], null, HasMore: false, Restart: true);
            }

            // All of them refuse: that is no longer about a calendar.
            if (failure.Kind != FailureKind.VendorRefused || asked == progress.Calendars.Count)
            {
                return failure;
            }

            if (!calendar.IsLeftOut)
            {
                leftOut.Add(PartlyRead.LeftOut("calendar", calendar.Name ?? calendar.RealId ?? calendar.Id, failure));
            }

            progress = Next(progress, calendar with { IsLeftOut = true });
            if (progress is { At: 0, HasAnswered: true })
            {
                return new SyncPage([], OpaqueCursor.Write(progress with { HasAnswered = false }), HasMore: false) { LeftOut = leftOut };
            }
        }
    }

    private static SyncPage Advance(Progress progress, EventsPage page, IReadOnlyList<string> leftOut)
    {
        var calendar = progress.Calendars[progress.At] with { IsLeftOut = false };
        var reference = new CalendarRef(calendar.Id, calendar.RealId, calendar.Name);
        var changes = (page.Items ?? []).OfType<CalendarEvent>()
            .Where(changed => !string.IsNullOrEmpty(changed.Id))
            .Select(changed => new EntityChange(
                EventMapping.Id(calendar.Id, changed.Id!),
                changed.Status == "cancelled" ? null : EventMapping.ToEntity(changed, reference)))
            .ToList();
        var isMiddle = !string.IsNullOrEmpty(page.NextPageToken);
        var next = isMiddle
            ? progress with { Calendars = With(progress, calendar), PageToken = page.NextPageToken }
            : Next(progress, calendar with { SyncToken = page.NextSyncToken ?? calendar.SyncToken });
        var hasMore = isMiddle || next.At > 0;
        return new SyncPage(changes, OpaqueCursor.Write(next with { HasAnswered = hasMore }), hasMore) { LeftOut = leftOut };
    }

    /// <summary>On to the next calendar; behind the last to the first.</summary>
    private static Progress Next(Progress progress, CalendarProgress read) =>
        progress with { Calendars = With(progress, read), At = (progress.At + 1) % progress.Calendars.Count, PageToken = null };

    private static List<CalendarProgress> With(Progress progress, CalendarProgress changed) =>
        [.. progress.Calendars.Select((calendar, index) => index == progress.At ? changed : calendar)];

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
            return failure.Code == VendorFailures.ForbiddenCode ? new Progress([own], 0, null, since) : failure;
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
    /// <param name="HasAnswered">A calendar has answered in this round, so that the refusals of others end nothing.</param>
    private sealed record Progress(List<CalendarProgress> Calendars, int At, string? PageToken, string Since, bool HasAnswered = false);

    /// <param name="IsLeftOut">It refused when it was last asked, and that was reported.</param>
    private sealed record CalendarProgress(string Id, string? RealId, string? Name, string? SyncToken, bool IsLeftOut = false);
}
