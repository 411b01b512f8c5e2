using Integrations.Connectors.Entities;
using Integrations.Primitives;
using Microsoft.Graph.Models;

namespace Integrations.Connectors.Vendors.Outlook;

/// <summary>
/// Completes what a delta tells of occurrences: often the id, the times and the series, and nothing that the series has in common. The
/// master is then read, once for each series, wherever in the delta, or in an earlier one, it stood (RELIABILITY K3).
/// </summary>
/// <remarks>Source: learn.microsoft.com/graph/delta-query-events, the sample's occurrences (read 2026-11-28).</remarks>
internal sealed class OutlookSeries(GraphApi graph)
{
    // A page holds 50 items; each read is a call of its own.
    private const int ReadsMax = 25;

    private readonly Dictionary<string, Event?> _events = new(StringComparer.Ordinal);

    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);

    private int _reads;

    /// <summary>Masters of a page, whose occurrences stand in it too.</summary>
    public void Learn(IEnumerable<Event> masters)
    {
        foreach (var master in masters.Where(HasPeople))
        {
            _events.TryAdd(master.Id ?? "", master);
        }
    }

    public static bool IsMaster(Event item) => item.Type == EventType.SeriesMaster;

    /// <summary>The whole event; with what the vendor would not tell marked as such, so that a link keeps it.</summary>
    public async Task<ExternalEntity?> CompleteAsync(Event item)
    {
        if (item.Subject is not null && HasPeople(item))
        {
            return OutlookEntities.FromEvent(item);
        }

        // What stands alone is read itself, an occurrence by its series; where that is refused, as a series may be to one who was
        // invited to some days of it only, by itself too.
        var known = item.SeriesMasterId ?? item.Id!;
        if (await FindAsync(known) && known != item.Id)
        {
            await FindAsync(item.Id!);
        }

        return (_events.GetValueOrDefault(known) ?? _events.GetValueOrDefault(item.Id!)) is { } found
            ? OutlookEntities.FromEvent(Over(found, item))
            : OutlookEntities.FromDelta(item);
    }

    /// <returns>Whether the vendor refused it: then another way may help.</returns>
    private async Task<bool> FindAsync(string id)
    {
        if (_events.TryGetValue(id, out var known))
        {
            return known is null && _refused.Contains(id);
        }

        if (++_reads > ReadsMax || !PathParameter.IsSafe(id))
        {
            return false;
        }

        // Where it cannot be read now, what is linked stays as it is.
        _events[id] = null;
        var read = await graph.AskAsync(
            (api, token) => api.Me.Events[id].GetAsync(request => request.QueryParameters.Select = Graph.EventFields, token),
            found => found.Id is { Length: > 0 } ? (object)(_events[id] = found) : null);
        return read.Failure?.Kind == FailureKind.VendorRefused && _refused.Add(id);
    }

    /// <summary>The occurrence's own members before those of its series.</summary>
    private static Event Over(Event master, Event item) => new()
    {
        Id = item.Id,
        SeriesMasterId = item.SeriesMasterId ?? master.SeriesMasterId,
        Subject = item.Subject ?? master.Subject,
        BodyPreview = item.BodyPreview ?? master.BodyPreview,
        Start = item.Start ?? master.Start,
        End = item.End ?? master.End,
        IsAllDay = item.IsAllDay ?? master.IsAllDay,
        Location = item.Location ?? master.Location,
        Organizer = item.Organizer ?? master.Organizer,
        Attendees = item.Attendees ?? master.Attendees,
        WebLink = item.WebLink ?? master.WebLink,
        OnlineMeeting = item.OnlineMeeting ?? master.OnlineMeeting,
        IsCancelled = item.IsCancelled ?? master.IsCancelled,
        ICalUId = item.ICalUId ?? master.ICalUId,
        ShowAs = item.ShowAs ?? master.ShowAs,
        Sensitivity = item.Sensitivity ?? master.Sensitivity,
        OriginalStartTimeZone = item.OriginalStartTimeZone ?? master.OriginalStartTimeZone,
        CreatedDateTime = item.CreatedDateTime,
        LastModifiedDateTime = item.LastModifiedDateTime,
    };

    private static bool HasPeople(Event item) => item.Attendees is not null || item.Organizer is not null;
}
