using System.Globalization;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>One page of a search over the calendars that the account shows, merged by start.</summary>
/// <remarks>
/// Google searches one calendar at a time, so the cursor remembers how far each one was read. Without dates the coming
/// 90 days are read first and then the last 30: what is near comes first.
/// </remarks>
internal sealed class EventSearch(VendorSession session, EntityQuery query)
{
    /// <summary>The setting that narrows searching to the account's own calendar.</summary>
    public const string CalendarsSetting = "calendars";

    private const string CalendarFilter = "calendarId";
    private const int DaysAhead = 90;
    private const int DaysBack = 30;
    private const int CalendarsMax = 20;

    public async Task<Result<EntityPage>> RunAsync(CancellationToken cancellationToken)
    {
        if (query.Start is { } start && query.End is { } end && end <= start)
        {
            return EntityPage.Empty;
        }

        if (!OpaqueCursor.TryRead<Position>(query.Cursor, out var position)
            || (position is not null && !IsOfThisTime(position.Anchor)))
        {
            return Failure.InvalidField("cursor", "The cursor is not one that this search gave.");
        }

        using var api = GoogleApi.Calendar(session);
        var listed = await CalendarsAsync(api, cancellationToken);
        if (!listed.TryGet(out var calendars, out var failure))
        {
            return failure;
        }

        position ??= new Position(session.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 0, null);
        var items = new List<ExternalEntity>();
        IReadOnlyList<string> leftOut = [];
        if (query.Wants("event"))
        {
            var read = await ReadEventsAsync(api, [.. calendars.Where(IsSearched).Take(CalendarsMax).Select(CalendarRef.From)], position, items, cancellationToken);
            if (!read.TryGet(out var rest, out failure))
            {
                return failure;
            }

            if (rest.Next is { } next)
            {
                return new EntityPage(items, OpaqueCursor.Write(next)) { Partial = PartlyRead.Of(rest.LeftOut) };
            }

            leftOut = rest.LeftOut;
        }

        items.AddRange(CalendarsThatMatch(calendars).Take(query.Limit - items.Count));
        return new EntityPage(items) { Partial = PartlyRead.Of(leftOut) };
    }

    private async Task<Result<IReadOnlyList<CalendarListEntry>>> CalendarsAsync(GoogleApi api, CancellationToken cancellationToken)
    {
        IReadOnlyList<CalendarListEntry> own = [new CalendarListEntry { Id = EventMapping.Primary, Primary = true }];
        if (session.Facts[CalendarsSetting] == "primary" && !WantsCalendars)
        {
            return Result<IReadOnlyList<CalendarListEntry>>.Success(own);
        }

        var read = await CalendarList.ReadAsync(api, cancellationToken);
        // The permission to list calendars is optional: without it the own calendar is what there is.
        return read.Failure?.Code == VendorFailures.ForbiddenCode ? Result<IReadOnlyList<CalendarListEntry>>.Success(own) : read;
    }

    /// <summary>Calendars are of interest by name; among the events of a day they would only be in the way.</summary>
    private bool WantsCalendars => query.Wants("calendar") && (!query.Wants("event")
        || (!string.IsNullOrWhiteSpace(query.Text) && query.Start is null && query.End is null && session.Facts[CalendarsSetting] != "primary"));

    private bool IsSearched(CalendarListEntry calendar) =>
        query.Filters.TryGetValue(CalendarFilter, out var wanted)
            ? calendar.Id == wanted || (wanted == EventMapping.Primary && calendar.Primary == true)
            : calendar.Primary == true || (calendar.Selected == true && calendar.AccessRole != "freeBusyReader" && session.Facts[CalendarsSetting] != "primary");

    private async Task<Result<Remainder>> ReadEventsAsync(
        GoogleApi api, IReadOnlyList<CalendarRef> calendars, Position position, List<ExternalEntity> items, CancellationToken cancellationToken)
    {
        var windows = Windows(position.Anchor);
        var refused = (position.Refused ?? []).ToHashSet(StringComparer.Ordinal);
        var leftOut = new List<string>();
        // Google knows calendars and no other fields; the rest is compared here.
        var narrowed = query with { Filters = query.Filters.Where(filter => filter.Key != CalendarFilter).ToDictionary(StringComparer.Ordinal) };
        var meetings = new HashSet<string>(StringComparer.Ordinal);
        var places = position.Places;
        for (var number = Math.Max(position.Window, 0); number < windows.Length; number++, places = null)
        {
            if (items.Count >= query.Limit)
            {
                return new Remainder(position with { Window = number, Places = null, Refused = [.. refused] }, leftOut);
            }

            var window = windows[number];
            var wanted = query.Limit - items.Count;
            var read = await Task.WhenAll(calendars.Where(calendar => !refused.Contains(calendar.Id)).Select(async calendar => (Calendar: calendar, Read: await EventStream.ReadAsync(
                api, calendar, narrowed, window, places?.Find(place => place?.Calendar == calendar.Id) ?? EventPlace.StartOf(calendar.Id), wanted, cancellationToken))));
            // A calendar that refuses is left out, and reported once. One that fails otherwise, or all of them, spoils the page.
            var failed = read.Where(one => !one.Read.IsSuccess).ToList();
            if (failed.Find(one => one.Read.Failure!.Kind != FailureKind.VendorRefused || failed.Count == read.Length).Read.Failure is { } failure)
            {
                return failure;
            }

            foreach (var (calendar, stream) in failed)
            {
                refused.Add(calendar.Id);
                leftOut.Add(PartlyRead.LeftOut("calendar", calendar.Name ?? calendar.RealId ?? calendar.Id, stream.Failure!));
            }

            EventStream[] streams = [.. read.Where(one => one.Read.IsSuccess).Select(one => one.Read.Value)];
            Merge(streams, meetings, items);
            if (Array.Exists(streams, stream => !stream.IsDone))
            {
                return new Remainder(position with { Window = number, Places = [.. streams.Select(stream => stream.Place)], Refused = [.. refused] }, leftOut);
            }
        }

        return new Remainder(null, leftOut);
    }

    /// <summary>Takes the earliest event of all calendars until the page is full; one meeting on several calendars is told once.</summary>
    private void Merge(IReadOnlyList<EventStream> streams, HashSet<string> meetings, List<ExternalEntity> items)
    {
        while (items.Count < query.Limit && streams.Where(stream => stream.Next is not null).MinBy(stream => stream.Next!.Start) is { } first)
        {
            var entity = first.Take();
            if (meetings.Add(entity.Text("iCalUid") is { } uid ? $"{uid} {entity.Start:O}" : entity.Id))
            {
                items.Add(entity);
            }
        }
    }

    /// <summary>A cursor may be forged; a day at the end of time would have no days after it.</summary>
    private bool IsOfThisTime(string? anchor) =>
        DateTimeOffset.TryParseExact(anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
        && (session.Clock.GetUtcNow() - day).Duration() < TimeSpan.FromDays(400);

    private EventWindow[] Windows(string anchor)
    {
        if (query.Start is not null || query.End is not null)
        {
            return [new EventWindow(query.Start, query.End, WholeOnly: false)];
        }

        var today = DateTimeOffset.ParseExact(anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return [new EventWindow(today, today.AddDays(DaysAhead), WholeOnly: false), new EventWindow(today.AddDays(-DaysBack), today, WholeOnly: true)];
    }

    private IEnumerable<ExternalEntity> CalendarsThatMatch(IReadOnlyList<CalendarListEntry> calendars) => WantsCalendars
        ? calendars
            // Where listing was not allowed, the own calendar stands in without a name.
            .Where(calendar => calendar.Summary is not null)
            .Where(calendar => string.IsNullOrWhiteSpace(query.Text) || TextMatch.Contains(calendar.Name, query.Text.Trim()))
            .Select(EventMapping.ToEntity).OfType<ExternalEntity>()
        : [];

    /// <param name="Anchor">The day the first page was asked on: later pages must ask for the same window.</param>
    /// <param name="Places">How far each calendar was read; null at the start of the window.</param>
    /// <param name="Refused">Calendars that were left out, and are not asked again.</param>
    private sealed record Position(string Anchor, int Window, List<EventPlace>? Places, List<string>? Refused = null);

    /// <param name="LeftOut">Reported with this page.</param>
    private sealed record Remainder(Position? Next, IReadOnlyList<string> LeftOut);
}
