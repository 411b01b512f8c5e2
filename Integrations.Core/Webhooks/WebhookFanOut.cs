using System.Data.Common;
using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>
/// Turns events of the outbox into deliveries, one per subscribed endpoint of the event's own organization (SECURITY W7). As many as there is
/// room for are born claimed: they are sent without being asked for again. After a crash their lease brings them back.
/// </summary>
public sealed class WebhookFanOut(IDbContextFactory<IntegrationsDbContext> contexts, EventCache memory, IMeterFactory meters, TimeProvider clock)
{
    private const int BatchSize = 256;

    private readonly Histogram<double> _delay = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.outbox.delay", "s");

    /// <param name="capacity">How many of the new deliveries the caller sends itself, at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many events were handled, a full batch meaning that more wait, and what the caller is to send.</returns>
    public async Task<(int Events, IReadOnlyList<ClaimedDelivery> Claimed)> FanOutAsync(DeliveryCapacity capacity, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.OutboxEvents.AnyAsync(e => e.FannedOutAt == null, cancellationToken))
        {
            return (0, []);
        }

        try
        {
            var (handled, claimed) = await db.WriteAsync(ct => FanOutAsync(db, capacity, ct), cancellationToken);
            handled.ForEach(e => _delay.Record(Math.Max(0, (e.FannedOutAt!.Value - e.OccurredAt).TotalSeconds)));
            return (handled.Count, claimed);
        }
        catch (DbException refused) when (db.Dialect.Errors.IsUniqueViolation(refused))
        {
            // Another node made the same deliveries; its transaction marks the events.
            return (0, []);
        }
    }

    internal static WebhookDelivery Delivery(OutboxEvent source, Guid endpointId, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        OrganizationId = source.OrganizationId,
        EventId = source.Id,
        EndpointId = endpointId,
        EventType = source.Type,
        DueAt = now,
        CreatedAt = now,
    };

    private async Task<(List<OutboxEvent> Handled, List<ClaimedDelivery> Claimed)> FanOutAsync(IntegrationsDbContext db, DeliveryCapacity capacity, CancellationToken cancellationToken)
    {
        var waiting = await Waiting(db).AsNoTracking().ToListAsync(cancellationToken);
        var now = clock.GetUtcNow();
        waiting.ForEach(source => source.FannedOutAt = now);
        await db.UpdateRowsAsync(waiting, [nameof(OutboxEvent.FannedOutAt)], cancellationToken);

        var wanted = await WantedAsync(db, waiting, cancellationToken);
        if (wanted.Count == 0)
        {
            return (waiting, []);
        }

        var share = capacity.Share(await CapacityAsync(db, capacity, wanted, now, cancellationToken));
        var (deliveries, claimed, claim) = (new List<WebhookDelivery>(wanted.Count), new List<ClaimedDelivery>(), Guid.NewGuid());
        foreach (var (source, endpoint) in wanted)
        {
            var delivery = Delivery(source, endpoint.Id, now);
            deliveries.Add(delivery);
            if (share.GetValueOrDefault(endpoint.Id) is var left and > 0)
            {
                share[endpoint.Id] = left - 1;
                (delivery.ClaimId, delivery.DueAt) = (claim, now + DeliveryClaims.Lease);
                claimed.Add(new ClaimedDelivery(delivery, endpoint, source, claim, now));
            }
        }

        await db.InsertRowsAsync(deliveries, cancellationToken);
        waiting.ForEach(memory.Remember);
        await DeliveryClaims.ServeAsync(db, claimed, now, cancellationToken);
        return (waiting, claimed);
    }

    /// <summary>Each event with the endpoints that want it, held until the end of the transaction: none is deleted before its delivery is there.</summary>
    private static async Task<List<(OutboxEvent Source, WebhookEndpoint Endpoint)>> WantedAsync(IntegrationsDbContext db, List<OutboxEvent> waiting, CancellationToken cancellationToken)
    {
        var organizations = waiting.Select(e => e.OrganizationId).Distinct().ToList();
        var endpoints = (await db.WebhookEndpoints.AsNoTracking().Where(e => organizations.Contains(e.OrganizationId) && e.IsActive)
            .Where(e => db.WorkingOrganizations().Any(o => o.Id == e.OrganizationId)).ToListAsync(cancellationToken)).ToLookup(e => e.OrganizationId);
        var wanted = waiting.SelectMany(source => endpoints[source.OrganizationId].Where(e => e.Events.Contains(source.Type)).Select(e => (Source: source, Endpoint: e))).ToList();
        if (wanted.Count == 0 || db.Dialect.HasOneWriter)
        {
            return wanted;
        }

        var held = (await db.HoldAsync([.. wanted.Select(w => w.Endpoint.Id).Distinct()], cancellationToken)).ToDictionary(e => e.Id);
        return [.. wanted.Where(w => held.ContainsKey(w.Endpoint.Id)).Select(w => (w.Source, held[w.Endpoint.Id]))];
    }

    private static async Task<IEnumerable<(WebhookEndpoint, int)>> CapacityAsync(
        IntegrationsDbContext db, DeliveryCapacity capacity, List<(OutboxEvent Source, WebhookEndpoint Endpoint)> wanted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var counts = wanted.GroupBy(w => w.Endpoint).ToDictionary(mine => mine.Key, mine => mine.Count());
        var endpoints = counts.Keys.Where(capacity.MayHave).OrderBy(e => e.LastClaimedAt).ThenBy(e => e.Id).ToList();
        return endpoints.Count == 0 ? [] : (await db.CapacityAsync(endpoints, now, cancellationToken)).Select(e => (e.Endpoint, Math.Min(e.Free, counts[e.Endpoint])));
    }

    /// <summary>What another node is fanning out is skipped: nodes share the work instead of failing at it.</summary>
    private static IQueryable<OutboxEvent> Waiting(IntegrationsDbContext db) => db.Dialect.Statements.ForUpdateSkipLocked(
        db.OutboxEvents.Where(e => e.FannedOutAt == null).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Take(BatchSize));
}
