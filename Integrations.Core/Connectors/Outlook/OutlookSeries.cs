using Microsoft.Graph.Models;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>
/// Completes what a delta tells of occurrences: often the id, the times and the series, and nothing that the series has in common. The
/// master is then read, once for each series, wherever in the delta, or in an earlier one, it stood (RELIABILITY K3).
/// </summary>
/// <remarks>Source: learn.microsoft.com/graph/delta-query-events, the sample's occurrences (read 2026-11-28).</remarks>
internal sealed class OutlookSeries(GraphApi graph)
{
    // A page holds 50 items; each read is a call of its own.
    private const int ReadsMax = 25;

    private readonly Dictionary<string, Event?> _masters = new(StringComparer.Ordinal);

    private int _reads;

    /// <summary>Masters of a page, whose occurrences stand in it too.</summary>
    public void Learn(IEnumerable<Event> masters)
    {
        foreach (var master in masters.Where(HasPeople))
        {
            _masters.TryAdd(master.Id ?? "", master);
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

        // What stands alone is read itself, an occurrence by its series.
        var known = item.SeriesMasterId ?? item.Id!;
        await FindAsync(known);
        var master = _masters.GetValueOrDefault(known);
        return OutlookEntities.FromEvent(master is { } found ? Over(found, item) : item) is not { } entity ? null
            : master is null ? entity with { Untold = OutlookEntities.UntoldByDelta }
            : entity;
    }

    private async Task FindAsync(string id)
    {
        if (_masters.ContainsKey(id) || ++_reads > ReadsMax || !PathParameter.IsSafe(id))
        {
            return;
        }

        // Where it cannot be read now, what is linked stays as it is.
        _masters[id] = null;
        await graph.AskAsync((api, token) => api.Me.Events[id].GetAsync(request => request.QueryParameters.Select = Graph.EventFields, token), master => (object)(_masters[id] = master));
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
