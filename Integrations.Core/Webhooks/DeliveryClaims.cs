using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>Takes due deliveries, fairly, many in few statements; what is written about them later is fenced by the claim (RELIABILITY L1, L2, L4).</summary>
public sealed class DeliveryClaims(IDbContextFactory<IntegrationsDbContext> contexts, EventCache memory, IMeterFactory meters, TimeProvider clock)
{
    /// <summary>The most that one claim takes, in one transaction.</summary>
    public const int BatchSize = 256;

    /// <summary>Deliveries of one endpoint under way at once (RELIABILITY L4).</summary>
    public const int PerEndpoint = 10;

    /// <summary>So long a claim holds; a delivery without an outcome by then is due again.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private const int MaxLeaseLosses = 3;
    private static readonly string[] ClaimColumns =
    [
        nameof(WebhookDelivery.ClaimId), nameof(WebhookDelivery.DueAt), nameof(WebhookDelivery.LeaseLosses), nameof(WebhookDelivery.Status),
        nameof(WebhookDelivery.CompletedAt), nameof(WebhookDelivery.LastError),
    ];

    private readonly Counter<long> _dead = meters.Create(Telemetry.Name).CreateCounter<long>("integrations.webhook.dead_lettered", "{delivery}");

    /// <summary>Claims as many due deliveries as there is room for: organizations take turns, and their endpoints, those that waited longest first.</summary>
    public async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(DeliveryCapacity capacity, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.GetUtcNow();
        // Asked without a transaction first: an idle dispatcher takes no turn to write.
        var ready = (await ReadyEndpoints(db, now).Take(BatchSize).ToListAsync(cancellationToken)).Where(capacity.MayHave).ToList();
        if (ready.Count == 0)
        {
            return [];
        }

        return await db.WriteAsync(ct => ClaimAsync(db, ready, capacity, now, ct), cancellationToken);
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

    private static IQueryable<WebhookEndpoint> ReadyEndpoints(IntegrationsDbContext db, DateTimeOffset now) => db.OpenEndpoints(now)
        .Where(e => db.Set<WebhookDelivery>().Any(d => d.EndpointId == e.Id && d.DueAt <= now))
        // Never served comes first; left to itself, PostgreSQL sorts nulls last.
        .OrderBy(e => e.LastClaimedAt != null).ThenBy(e => e.LastClaimedAt).ThenBy(e => e.Id);

    private async Task<IReadOnlyList<ClaimedDelivery>> ClaimAsync(IntegrationsDbContext db, List<WebhookEndpoint> ready, DeliveryCapacity capacity, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Looked at again where others may have written meanwhile, because a breaker may have opened.
        var held = db.Dialect.HasOneWriter ? ready : await db.HoldAsync([.. ready.Select(e => e.Id)], cancellationToken);
        var claimed = await ClaimOfAsync(db, held, capacity, now, cancellationToken);
        await ServeAsync(db, claimed, now, cancellationToken);
        return claimed;
    }

    /// <summary>Claims what is due of endpoints that the transaction holds.</summary>
    internal async Task<IReadOnlyList<ClaimedDelivery>> ClaimOfAsync(
        IntegrationsDbContext db, IReadOnlyCollection<WebhookEndpoint> held, DeliveryCapacity capacity, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var endpoints = held.OrderBy(e => e.LastClaimedAt).ThenBy(e => e.Id).ToDictionary(e => e.Id);
        var share = capacity.Share(await db.CapacityAsync([.. endpoints.Values], now, cancellationToken));
        if (share.Count == 0)
        {
            return [];
        }

        var due = await db.Dialect.Statements.LongestDue<WebhookDelivery>(db, nameof(WebhookDelivery.EndpointId), share, now).AsNoTracking().ToListAsync(cancellationToken);
        var found = due.GroupBy(d => d.EndpointId).SelectMany(mine => mine.OrderBy(d => d.DueAt).Take(share[mine.Key])).Select(d => (Delivery: d, DueAt: d.DueAt ?? now)).ToList();
        var claim = Guid.NewGuid();
        found.ForEach(f => Take(f.Delivery, claim, now));
        await db.UpdateRowsAsync([.. found.Select(f => f.Delivery)], ClaimColumns, cancellationToken);
        if (found.Count(f => f.Delivery.Status == DeliveryStatus.Dead) is var dead and > 0)
        {
            _dead.Add(dead, new KeyValuePair<string, object?>("error.type", "lease_lost"));
        }

        var taken = found.Where(f => f.Delivery.Status == DeliveryStatus.Pending).ToList();
        var events = await EventsAsync(db, taken.Select(t => t.Delivery.EventId).Distinct(), cancellationToken);
        return [.. taken.Where(t => events.ContainsKey(t.Delivery.EventId)).Select(t => new ClaimedDelivery(t.Delivery, endpoints[t.Delivery.EndpointId], events[t.Delivery.EventId], claim, t.DueAt))];
    }

    private async Task<Dictionary<Guid, OutboxEvent>> EventsAsync(IntegrationsDbContext db, IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var found = ids.Select(id => (Id: id, Event: memory.Find(id))).ToList();
        var unknown = found.Where(f => f.Event is null).Select(f => f.Id).ToList();
        var read = unknown.Count == 0 ? [] : await db.OutboxEvents.AsNoTracking().Where(e => unknown.Contains(e.Id)).ToListAsync(cancellationToken);
        read.ForEach(memory.Remember);
        return read.Concat(found.Where(f => f.Event is not null).Select(f => f.Event!)).ToDictionary(e => e.Id);
    }

    /// <summary>Remembers when endpoints got something, for who is next.</summary>
    internal static Task ServeAsync(IntegrationsDbContext db, IEnumerable<ClaimedDelivery> claimed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var served = claimed.Select(claim => claim.Endpoint).Distinct().ToList();
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
