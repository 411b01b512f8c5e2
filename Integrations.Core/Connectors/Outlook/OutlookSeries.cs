using System.Text.Json;
using System.Text.Json.Nodes;

namespace Integrations.Core.Connectors.Outlook;

/// <summary>
/// Completes what a delta tells of occurrences: often the id, the times and the series, and nothing that the series has in common. The
/// master is then read, once for each series, wherever in the delta, or in an earlier one, it stood (RELIABILITY K3).
/// </summary>
/// <remarks>Source: learn.microsoft.com/graph/delta-query-events, the sample's occurrences (read 2026-11-28).</remarks>
internal sealed class OutlookSeries(VendorSession session, IEnumerable<JsonElement> masters)
{
    // A page holds 50 items; each read is a call of its own.
    private const int ReadsMax = 25;

    private readonly Dictionary<string, JsonElement?> _masters = masters.Where(HasPeople).GroupBy(master => master.Text("id") ?? "", StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => (JsonElement?)group.First(), StringComparer.Ordinal);

    private int _reads;

    public static bool IsMaster(JsonElement item) => item.Text("type") == "seriesMaster";

    /// <summary>The whole event; with what the vendor would not tell marked as such, so that a link keeps it.</summary>
    public async Task<ExternalEntity?> CompleteAsync(JsonElement item, CancellationToken cancellationToken)
    {
        if (item.Member("subject") is not null && HasPeople(item))
        {
            return OutlookEntities.FromEvent(item);
        }

        // What stands alone is read itself, an occurrence by its series.
        var known = item.Text("seriesMasterId") ?? item.Text("id")!;
        var master = await MasterAsync(known, cancellationToken);
        return OutlookEntities.FromEvent(master is { } found ? Over(found, item) : item) is not { } entity ? null
            : master is null ? entity with { Untold = OutlookEntities.UntoldByDelta }
            : entity;
    }

    private async Task<JsonElement?> MasterAsync(string id, CancellationToken cancellationToken)
    {
        if (_masters.TryGetValue(id, out var known))
        {
            return known;
        }

        if (++_reads > ReadsMax || Graph.Item("me/events", id, Graph.EventFields) is not { } path)
        {
            return null;
        }

        // Where it cannot be read now, what is linked stays as it is.
        var read = await session.ReadAsync<JsonElement>(Graph.Get(path), null, cancellationToken);
        return _masters[id] = read.IsSuccess && read.Value.ValueKind == JsonValueKind.Object ? read.Value : null;
    }

    /// <summary>The occurrence's own members before those of its series.</summary>
    private static JsonElement Over(JsonElement master, JsonElement item)
    {
        var whole = new JsonObject();
        foreach (var source in new[] { master, item })
        {
            foreach (var member in source.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null))
            {
                whole[member.Name] = JsonNode.Parse(member.Value.GetRawText());
            }
        }

        return JsonSerializer.SerializeToElement(whole);
    }

    private static bool HasPeople(JsonElement item) => item.Member("attendees") is not null || item.Member("organizer") is not null;
}
