using Integrations.Core.Jobs;

namespace Integrations.Core.Webhooks;

/// <summary>How many deliveries a process may take on more.</summary>
/// <param name="limit">In all.</param>
/// <param name="ofOrganization">Of one organization; null where only <paramref name="limit"/> counts.</param>
/// <param name="full">Endpoints that need not be looked at, because this process has all of them that may be under way.</param>
public sealed class DeliveryCapacity(int limit, Func<Guid, int>? ofOrganization = null, IEnumerable<Guid>? full = null)
{
    private readonly HashSet<Guid> _full = [.. full ?? []];

    /// <summary>For who makes deliveries and sends none.</summary>
    public static DeliveryCapacity None { get; } = new(0);

    internal static DeliveryCapacity Of(WorkSlots slots) => new(slots.Free, slots.FreeOf, slots.FullKeys());

    /// <summary>Deliveries in all, over all organizations.</summary>
    public int Limit => limit;

    internal bool MayHave(WebhookEndpoint endpoint) => limit > 0 && !_full.Contains(endpoint.Id);

    /// <summary>Gives the room out: organizations take turns, and within one its endpoints, one delivery a turn (RELIABILITY L4).</summary>
    /// <param name="endpoints">Those that waited longest first, each with what it has room for.</param>
    /// <returns>How many each endpoint gets, of those that get any.</returns>
    internal Dictionary<Guid, int> Share(IEnumerable<(WebhookEndpoint Endpoint, int Free)> endpoints)
    {
        var turns = new Queue<Turn>(endpoints.Where(e => e.Free > 0).GroupBy(e => e.Endpoint.OrganizationId)
            .Select(mine => new Turn(Math.Min(limit, ofOrganization?.Invoke(mine.Key) ?? limit), new Queue<(Guid, int)>(mine.Select(e => (e.Endpoint.Id, e.Free))))));
        var (share, left) = (new Dictionary<Guid, int>(), limit);
        while (left > 0 && turns.TryDequeue(out var turn))
        {
            if (turn.Left <= 0 || !turn.Endpoints.TryDequeue(out var next))
            {
                continue;
            }

            share[next.Id] = share.GetValueOrDefault(next.Id) + 1;
            left--;
            if (next.Free > 1)
            {
                turn.Endpoints.Enqueue((next.Id, next.Free - 1));
            }

            turns.Enqueue(turn with { Left = turn.Left - 1 });
        }

        return share;
    }

    private readonly record struct Turn(int Left, Queue<(Guid Id, int Free)> Endpoints);
}
