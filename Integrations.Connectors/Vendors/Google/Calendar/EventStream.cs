using Google.Apis.Util;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Vendors.Google.Shared;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Google.Calendar;

/// <summary>The next events of one calendar, by start, with the place behind each.</summary>
internal sealed class EventStream
{
    private const int PageMax = 250;

    // Empty pages with more behind them are normal; a call of ours still has to end.
    private const int CallsMax = 6;

    private readonly Queue<(ExternalEntity Entity, EventPlace After)> _events = new();
    private EventPlace _end;

    private EventStream(EventPlace place) => (Place, _end) = (place, place);

    /// <summary>Behind the last event that was taken.</summary>
    public EventPlace Place { get; private set; }

    public ExternalEntity? Next => _events.TryPeek(out var next) ? next.Entity : null;

    public bool IsDone => Place.IsDone;

    public ExternalEntity Take()
    {
        var (entity, after) = _events.Dequeue();
        Place = _events.Count == 0 ? _end : after;
        return entity;
    }

    public static async Task<Result<EventStream>> ReadAsync(
        GoogleApi api, CalendarRef calendar, EntityQuery query, EventWindow window, EventPlace from, int wanted, CancellationToken cancellationToken)
    {
        var stream = new EventStream(from);
        for (var calls = 0; calls < CallsMax && stream._events.Count < wanted && !stream._end.IsDone; calls++)
        {
            // A forged place must not count backwards.
            var place = stream._end with { Skip = Math.Clamp(stream._end.Skip, 0, PageMax) };
            var request = new ListEvents(api, calendar.Id)
            {
                Text = string.IsNullOrWhiteSpace(query.Text) ? null : query.Text.Trim(),
                TimeMin = window.Start.Iso(),
                TimeMax = window.End.Iso(),
                OrderBy = "startTime",
                MaxResults = Math.Clamp(place.Skip + wanted - stream._events.Count, 1, PageMax),
                PageToken = place.Token,
                EventTypes = new Repeatable<string>(["default", "fromGmail"]),
            };
            var read = await api.RunAsync(request, cancellationToken);
            if (!read.TryGet(out var page, out var failure))
            {
                return failure;
            }

            stream.Add(page, calendar, query, window, place);
        }

        if (stream._events.Count == 0)
        {
            stream.Place = stream._end;
        }

        return stream;
    }

    private void Add(EventsPage page, CalendarRef calendar, EntityQuery query, EventWindow window, EventPlace place)
    {
        var items = page.Items ?? [];
        for (var i = place.Skip; i < items.Count; i++)
        {
            if (items[i] is { } found && EventMapping.ToEntity(found, calendar) is { } entity
                && !(window.WholeOnly && entity.End > window.End) && query.MatchesFilters(entity))
            {
                _events.Enqueue((entity, place with { Skip = i + 1 }));
            }
        }

        _end = string.IsNullOrEmpty(page.NextPageToken)
            ? place with { IsDone = true }
            : new EventPlace(place.Calendar, page.NextPageToken, 0, IsDone: false);
    }
}
