using System.Globalization;
using Google.Apis.Util;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Google;

namespace Integrations.Core.Connectors.GoogleCalendar;

/// <summary>One page of a search over the calendars that the account shows, its own first.</summary>
/// <remarks>
/// Google searches one calendar at a time, so the cursor says which calendar is being read and how far. Without dates
/// the coming 90 days are read first and then the last 30: what is near comes first.
/// </remarks>
internal sealed class EventSearch(VendorSession session, EntityQuery query)
{
    /// <summary>The setting that narrows searching to the account's own calendar.</summary>
    public const string CalendarsSetting = "calendars";

    private const int DaysAhead = 90;
    private const int DaysBack = 30;
    private const int PageMax = 250;
    private const int CalendarsMax = 20;

    // Empty pages with more behind them are normal; a page of ours still has to end.
    private const int CallsMax = 15;

    private readonly List<(int Window, ExternalEntity Entity)> _found = [];

    public async Task<Result<EntityPage>> RunAsync(CancellationToken cancellationToken)
    {
        if (query.Start is { } start && query.End is { } end && end <= start)
        {
            return EntityPage.Empty;
        }

        if (!OpaqueCursor.TryRead<Position>(query.Cursor, out var position)
            || (position is not null && !DateOnly.TryParseExact(position.Anchor, "yyyy-MM-dd", out _)))
        {
            return Failure.InvalidField("cursor", "The cursor is not one that this search gave.");
        }

        using var api = GoogleApi.Calendar(session);
        var listed = await CalendarsAsync(api, cancellationToken);
        if (!listed.TryGet(out var calendars, out var failure))
        {
            return failure;
        }

        position ??= new Position(session.Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), 0, null, null);
        var items = new List<ExternalEntity>();
        Position? next = null;
        if (query.Wants("event"))
        {
            var read = await ReadEventsAsync(api, [.. calendars.Where(IsSearched).Select(CalendarRef.From)], position, cancellationToken);
            if (!read.TryGet(out var rest, out failure))
            {
                return failure;
            }

            next = rest.Next;
            items.AddRange(Ordered());
        }

        if (next is null)
        {
            items.AddRange(CalendarsThatMatch(calendars).Take(query.Limit - items.Count));
        }

        return new EntityPage(items, next is null ? null : OpaqueCursor.Write(next));
    }

    private async Task<Result<IReadOnlyList<CalendarListEntry>>> CalendarsAsync(GoogleApi api, CancellationToken cancellationToken)
    {
        IReadOnlyList<CalendarListEntry> own = [new CalendarListEntry { Id = EventMapping.Primary, Primary = true }];
        if (session.Facts[CalendarsSetting] == "primary" && !query.EntityTypes.Contains("calendar", StringComparer.OrdinalIgnoreCase))
        {
            return Result<IReadOnlyList<CalendarListEntry>>.Success(own);
        }

        var read = await api.RunAsync(new ListCalendars(api), cancellationToken);
        if (read.TryGet(out var list, out var failure))
        {
            return Result<IReadOnlyList<CalendarListEntry>>.Success(
                [.. (list.Items ?? []).OfType<CalendarListEntry>().Where(entry => !string.IsNullOrEmpty(entry.Id)).OrderByDescending(entry => entry.Primary == true)]);
        }

        // The permission to list calendars is optional: without it the own calendar is what there is.
        return failure.Code == "vendor.forbidden" ? Result<IReadOnlyList<CalendarListEntry>>.Success(own) : failure;
    }

    private bool IsSearched(CalendarListEntry calendar) =>
        query.Filters.TryGetValue("calendarId", out var wanted)
            ? calendar.Id == wanted || (wanted == EventMapping.Primary && calendar.Primary == true)
            : calendar.Primary == true || (calendar.Selected == true && calendar.AccessRole != "freeBusyReader" && session.Facts[CalendarsSetting] != "primary");

    private async Task<Result<Remainder>> ReadEventsAsync(GoogleApi api, IReadOnlyList<CalendarRef> calendars, Position position, CancellationToken cancellationToken)
    {
        var windows = Windows(position.Anchor);
        var places = windows.SelectMany(_ => calendars.Take(CalendarsMax), (window, calendar) => (window, calendar)).ToList();
        var index = position.Calendar is null
            ? 0
            : places.FindIndex(place => place.window.Number == position.Window && place.calendar.Id == position.Calendar);
        // A calendar that was hidden since the last page has nothing more to give.
        index = index < 0 ? places.Count : index;
        var token = position.PageToken;
        for (var calls = 0; index < places.Count; calls++)
        {
            var (window, calendar) = places[index];
            if (_found.Count >= query.Limit || calls >= CallsMax)
            {
                return new Remainder(position with { Window = window.Number, Calendar = calendar.Id, PageToken = token });
            }

            var read = await api.RunAsync(Request(api, calendar, window, token), cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            _found.AddRange((page.Items ?? []).OfType<CalendarEvent>()
                .Select(found => EventMapping.ToEntity(found, calendar))
                .OfType<ExternalEntity>()
                // What runs across the border of two windows belongs to the first.
                .Where(entity => window.Number == 0 || entity.End <= window.End)
                .Select(entity => (window.Number, entity)));
            token = string.IsNullOrEmpty(page.NextPageToken) ? null : page.NextPageToken;
            index += token is null ? 1 : 0;
        }

        return new Remainder(null);
    }

    private ListEvents Request(GoogleApi api, CalendarRef calendar, Window window, string? token) => new(api, calendar.Id)
    {
        Text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim(),
        TimeMin = window.Start.Iso(),
        TimeMax = window.End.Iso(),
        OrderBy = "startTime",
        MaxResults = Math.Clamp(query.Limit - _found.Count, 1, PageMax),
        PageToken = token,
        EventTypes = new Repeatable<string>(["default", "fromGmail"]),
    };

    private Window[] Windows(string anchor)
    {
        if (query.Start is not null || query.End is not null)
        {
            return [new Window(0, query.Start, query.End)];
        }

        var today = DateTimeOffset.ParseExact(anchor, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return [new Window(0, today, today.AddDays(DaysAhead)), new Window(1, today.AddDays(-DaysBack), today)];
    }

    /// <summary>What comes, soonest first; then what was, latest first. One meeting on several calendars is told once.</summary>
    private IEnumerable<ExternalEntity> Ordered() => _found
        .DistinctBy(found => found.Entity.Text("iCalUid") is { } uid ? $"{uid} {found.Entity.Start:O}" : found.Entity.Id)
        .OrderBy(found => found.Window)
        .ThenBy(found => found.Window == 0 ? found.Entity.Start?.UtcTicks : -found.Entity.Start?.UtcTicks)
        .Select(found => found.Entity);

    private IEnumerable<ExternalEntity> CalendarsThatMatch(IReadOnlyList<CalendarListEntry> calendars) =>
        query.EntityTypes.Contains("calendar", StringComparer.OrdinalIgnoreCase)
            ? calendars
                .Where(calendar => string.IsNullOrWhiteSpace(query.Text) || calendar.Name.Contains(query.Text.Trim(), StringComparison.OrdinalIgnoreCase))
                .Select(EventMapping.ToEntity).OfType<ExternalEntity>()
            : [];

    private sealed record Window(int Number, DateTimeOffset? Start, DateTimeOffset? End);

    /// <param name="Anchor">The day the first page was asked on: later pages must ask for the same window.</param>
    /// <param name="Calendar">Null at the start.</param>
    private sealed record Position(string Anchor, int Window, string? Calendar, string? PageToken);

    private sealed record Remainder(Position? Next);
}
