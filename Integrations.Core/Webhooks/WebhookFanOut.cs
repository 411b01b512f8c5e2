using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Webhooks;

/// <summary>Turns events of the outbox into deliveries, one per subscribed endpoint of the event's own organization (SECURITY W7).</summary>
public sealed class WebhookFanOut(IDbContextFactory<IntegrationsDbContext> contexts, IMeterFactory meters, TimeProvider clock)
{
    private const int BatchSize = 256;

    private readonly Histogram<double> _delay = meters.Create(Telemetry.Name).CreateHistogram<double>("integrations.outbox.delay", "s");

    /// <returns>How many events were handled; a full batch means that more wait.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.OutboxEvents.AnyAsync(e => e.FannedOutAt == null, cancellationToken))
        {
            return 0;
        }

        try
        {
            var handled = await db.WriteAsync(ct => FanOutAsync(db, ct), cancellationToken);
            handled.ForEach(e => _delay.Record(Math.Max(0, (e.FannedOutAt!.Value - e.OccurredAt).TotalSeconds)));
            return handled.Count;
        }
        catch (DbUpdateException refused) when (refused.IsUniqueViolation())
        {
            // Another node made the same deliveries; its transaction marks the events.
            return 0;
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

    private async Task<List<OutboxEvent>> FanOutAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var waiting = await Waiting(db).ToListAsync(cancellationToken);
        var organizations = waiting.Select(e => e.OrganizationId).Distinct().ToList();
        var endpoints = (await db.WebhookEndpoints.AsNoTracking().Where(e => organizations.Contains(e.OrganizationId) && e.IsActive)
                .Where(e => db.WorkingOrganizations().Any(o => o.Id == e.OrganizationId))
                .Select(e => new { e.Id, e.OrganizationId, e.Events }).ToListAsync(cancellationToken))
            .ToLookup(e => e.OrganizationId);
        var now = clock.GetUtcNow();
        foreach (var source in waiting)
        {
            source.FannedOutAt = now;
            db.WebhookDeliveries.AddRange(endpoints[source.OrganizationId].Where(e => e.Events.Contains(source.Type)).Select(e => Delivery(source, e.Id, now)));
        }

        await db.SaveChangesAsync(cancellationToken);
        return waiting;
    }

    /// <summary>What another node is fanning out is skipped: nodes share the work instead of failing at it.</summary>
    private static IQueryable<OutboxEvent> Waiting(IntegrationsDbContext db) => db.Dialect.Statements.ForUpdateSkipLocked(
        db.OutboxEvents.Where(e => e.FannedOutAt == null).OrderBy(e => e.OccurredAt).ThenBy(e => e.Id).Take(BatchSize));
}
