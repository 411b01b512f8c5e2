using System.Diagnostics.Metrics;
using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>A delivery that this process may make until its lease ends.</summary>
/// <param name="DueAt">When it was to be tried, before the claim moved that to the lease's end.</param>
public sealed record ClaimedDelivery(WebhookDelivery Delivery, WebhookEndpoint Endpoint, OutboxEvent Event, Guid ClaimId, DateTimeOffset DueAt);

/// <summary>Takes due deliveries, fairly, many in few statements; what is written about them later is fenced by the claim (RELIABILITY L1, L2, L4).</summary>
public sealed class DeliveryClaims(IDbContextFactory<IntegrationsDbContext> contexts, IMeterFactory meters, TimeProvider clock)
{
    public const int BatchSize = 256;
    public const int PerEndpoint = 10;
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private const int MaxLeaseLosses = 3;
    private static readonly string[] ClaimColumns =
    [
        nameof(WebhookDelivery.ClaimId), nameof(WebhookDelivery.DueAt), nameof(WebhookDelivery.LeaseLosses), nameof(WebhookDelivery.Status),
        nameof(WebhookDelivery.CompletedAt), nameof(WebhookDelivery.LastError),
    ];

    private readonly Counter<long> _dead = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.dead_lettered", "{delivery}");

    /// <summary>Claims as many due deliveries as there is room for: organizations take turns, and their endpoints, those that waited longest first.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DeliveryRoom room, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // Asked without a transaction first: an idle dispatcher takes no turn to write.
        var ready = (await ReadyEndpoints(db, now).Take(BatchSize).ToListAsync(cancellationToken)).Where(room.MayHave).ToList();
        if (ready.Count == 0)
        {
            return [];
        }

        var (claimed, dead) = await db.WriteAsync(ct => ClaimAsync(db, ready, room, now, ct), cancellationToken);
        if (dead > 0)
        {
            _dead.Add(dead, new KeyValuePair<string, object?>("error.type", "lease_lost"));
        }

        return claimed;
    }

    /// <summary>Gives claims back at stop, so that the next process need not wait for the lease (RELIABILITY X1).</summary>
    /// <param name="held">Claims by the ids of their deliveries.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task ReleaseAsync(IReadOnlyCollection<KeyValuePair<Guid, Guid>> held, CancellationToken cancellationToken)
    {
        if (held.Count == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var rows = held.Select(claim => new WebhookDelivery { Id = claim.Key, EventType = "", ClaimId = claim.Value, DueAt = now }).ToList();
        await db.WriteAsync(ct => db.UpdateRowsAsync(rows, [nameof(WebhookDelivery.DueAt)], ct, fence: nameof(WebhookDelivery.ClaimId)), cancellationToken);
    }

    private static IQueryable<WebhookEndpoint> ReadyEndpoints(IntegrationsDbContext db, DateTimeOffset now) => db.WebhookEndpoints.AsNoTracking()
        .Where(e => e.IsActive && (e.BreakerOpenUntil == null || e.BreakerOpenUntil <= now) && db.WebhookDeliveries.Any(d => d.EndpointId == e.Id && d.DueAt <= now))
        .Where(e => db.WorkingOrganizations().Any(o => o.Id == e.OrganizationId))
        // Never served comes first; left to itself, PostgreSQL sorts nulls last.
        .OrderBy(e => e.LastClaimedAt != null).ThenBy(e => e.LastClaimedAt).ThenBy(e => e.Id);

    private static async Task<(IReadOnlyList<ClaimedDelivery> Claimed, int Dead)> ClaimAsync(
        IntegrationsDbContext db, List<WebhookEndpoint> ready, DeliveryRoom room, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Looked at again where somebody else may have written meanwhile, because a breaker may have opened.
        var held = db.Dialect.HasOneWriter ? ready : await db.HoldAsync([.. ready.Select(e => e.Id)], cancellationToken);
        var endpoints = held.OrderBy(e => e.LastClaimedAt).ThenBy(e => e.Id).ToDictionary(e => e.Id);
        var share = room.Share(await db.RoomAsync([.. endpoints.Values], now, cancellationToken));
        if (share.Count == 0)
        {
            return ([], 0);
        }

        var due = await db.Dialect.Statements.LongestDue<WebhookDelivery>(db, nameof(WebhookDelivery.EndpointId), share, now).AsNoTracking().ToListAsync(cancellationToken);
        var found = due.GroupBy(d => d.EndpointId).SelectMany(mine => mine.OrderBy(d => d.DueAt).Take(share[mine.Key])).Select(d => (Delivery: d, DueAt: d.DueAt ?? now)).ToList();
        var claim = Guid.NewGuid();
        found.ForEach(f => Take(f.Delivery, claim, now));
        await db.UpdateRowsAsync([.. found.Select(f => f.Delivery)], ClaimColumns, cancellationToken);

        var taken = found.Where(f => f.Delivery.Status == DeliveryStatus.Pending).ToList();
        await ServeAsync(db, taken.Select(t => endpoints[t.Delivery.EndpointId]).Distinct(), now, cancellationToken);
        var ids = taken.Select(t => t.Delivery.EventId).Distinct().ToList();
        var events = await db.OutboxEvents.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, cancellationToken);
        return (
            [.. taken.Where(t => events.ContainsKey(t.Delivery.EventId)).Select(t => new ClaimedDelivery(t.Delivery, endpoints[t.Delivery.EndpointId], events[t.Delivery.EventId], claim, t.DueAt))],
            found.Count - taken.Count);
    }

    /// <summary>Remembers when endpoints got something, for who is next.</summary>
    internal static Task ServeAsync(IntegrationsDbContext db, IEnumerable<WebhookEndpoint> endpoints, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var served = endpoints.ToList();
        served.ForEach(endpoint => endpoint.LastClaimedAt = now);
        return db.UpdateRowsAsync(served, [nameof(WebhookEndpoint.LastClaimedAt)], cancellationToken);
    }

    /// <summary>Claims a due delivery; one that is still claimed was not finished in time by the process that had it, and it gets a few such chances only.</summary>
    private static void Take(WebhookDelivery delivery, Guid claim, DateTimeOffset now)
    {
        delivery.LeaseLosses = delivery.ClaimId is null ? delivery.LeaseLosses : delivery.LeaseLosses + 1;
        if (delivery.LeaseLosses >= MaxLeaseLosses)
        {
            delivery.Finish(DeliveryStatus.Dead, $"Given up after its lease was lost {MaxLeaseLosses} times.", now);
            return;
        }

        (delivery.ClaimId, delivery.DueAt) = (claim, now + Lease);
    }
}
