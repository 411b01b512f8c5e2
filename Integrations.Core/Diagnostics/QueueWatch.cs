using System.Diagnostics.Metrics;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Diagnostics;

/// <summary>
/// Looks at what waits, for the gauges of RELIABILITY O3: an instrument is read at any moment and may not wait for a database.
/// Every node reports the same figures, because they are the database's.
/// </summary>
public sealed class QueueWatch : BackgroundLoop
{
    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private QueueFigures _latest = QueueFigures.None;

    /// <summary>Registers the gauges; they show nothing waiting until the first look.</summary>
    public QueueWatch(IDbContextFactory<IntegrationsDbContext> contexts, IMeterFactory meters, TimeProvider clock, ILogger<QueueWatch> logger)
        : base(clock, logger)
    {
        _contexts = contexts;
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge("integrations.webhook.queue.size", () => Latest.Waiting, "{delivery}", "Deliveries that are neither delivered nor given up");
        meter.CreateObservableGauge("integrations.webhook.queue.oldest_age", () => Latest.OldestDue.TotalSeconds, "s", "How long the oldest due event or delivery has waited");
        meter.CreateObservableGauge(
            "integrations.connection.count",
            () => Latest.Connections.Select(c => new Measurement<int>(c.Value, new KeyValuePair<string, object?>("state", c.Key.ToString().ToLowerInvariant()))),
            "{connection}",
            "Living connections by state");
    }

    /// <summary>What the last look found.</summary>
    public QueueFigures Latest => Volatile.Read(ref _latest);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        await ConnectionTallies.FoldAsync(db, cancellationToken);
        Volatile.Write(ref _latest, await LookAsync(db, cancellationToken));
        return 0;
    }

    /// <summary>Looks now.</summary>
    public async Task<QueueFigures> LookAsync(CancellationToken cancellationToken)
    {
        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        return await LookAsync(db, cancellationToken);
    }

    internal async Task<QueueFigures> LookAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        // By endpoint, because the index begins with it, and has nothing but what waits: what is finished has no due time and is never looked at.
        var waiting = await db.WebhookDeliveries.CountAsync(d => d.DueAt != null, cancellationToken);
        var due = await db.OpenEndpoints(now)
            .Select(e => db.Set<WebhookDelivery>().Where(d => d.EndpointId == e.Id && d.DueAt <= now).OrderBy(d => d.DueAt).Select(d => d.DueAt).FirstOrDefault())
            .ToListAsync(cancellationToken);
        var notFannedOut = await db.OutboxEvents.AsNoTracking().Where(e => e.FannedOutAt == null).OrderBy(e => e.OccurredAt).Select(e => (DateTimeOffset?)e.OccurredAt).FirstOrDefaultAsync(cancellationToken);
        var oldest = due.Append(notFannedOut).Min();
        return new QueueFigures(waiting, oldest is { } since && since < now ? now - since : TimeSpan.Zero, await ConnectionTallies.CountAsync(db, cancellationToken));
    }
}
