using System.Diagnostics;
using System.Diagnostics.Metrics;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Bulk;

/// <summary>Does what batches ask for, item by item: organizations take turns, and nodes share the work.</summary>
public sealed class BatchLoop(
    IDbContextFactory<IntegrationsDbContext> contexts, BatchActors actors, BatchActs acts, IMeterFactory meters, TimeProvider clock, ILogger<BatchLoop> logger)
    : LeasedWork<BatchItem>(contexts, Limits, Lease, meters, clock, logger)
{
    /// <summary>Longer than any act takes; a node that holds an item longer is dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>One act at a time for each integration, whichever batches ask for it.</summary>
    private static readonly WorkLimits Limits = new(SideBySide: 8, PerOrganization: 4, PerKey: 1, Deadline: TimeSpan.FromSeconds(60));

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    protected override int MostAttempts => 3;

    /// <summary>What a process that died left undone of the ends of batches.</summary>
    protected override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Batches.AnyAsync(b => b.FinishedAt == null, cancellationToken))
        {
            await BatchEnd.WriteAsync(db, db.Batches, Clock.GetUtcNow(), cancellationToken);
        }
    }

    /// <summary>Of batches that no one cancelled: what a cancelled one has left is ended, not done.</summary>
    protected override IQueryable<Candidate<BatchItem>> DueRows(IntegrationsDbContext db, DateTimeOffset now)
    {
        var open = Open(db.BatchItems.AsNoTracking(), now);
        return from batch in db.Batches
               from item in open
               where batch.FinishedAt == null && batch.CancelledAt == null && item.BatchId == batch.Id && item.DueAt <= now
               select new Candidate<BatchItem> { Row = item, OrganizationId = batch.OrganizationId, Key = item.InstanceId, DueAt = item.DueAt, Attempts = item.Attempts };
    }

    /// <inheritdoc/>
    protected override IQueryable<BatchItem> Self(IntegrationsDbContext db, BatchItem row) => db.BatchItems.Where(i => i.BatchId == row.BatchId && i.Position == row.Position);

    /// <summary>Nor cancelled since.</summary>
    protected override IQueryable<BatchItem> Unclaimed(IntegrationsDbContext db, BatchItem row, DateTimeOffset now)
    {
        var wanted = db.Batches.Where(b => b.CancelledAt == null);
        return Open(base.Unclaimed(db, row, now), now).Where(i => wanted.Any(b => b.Id == i.BatchId));
    }

    /// <inheritdoc/>
    protected override void OnTaken(UpdateSettersBuilder<BatchItem> set)
    {
        // A node of the version before looks at nothing else: without it, it would take the item too.
        DateTimeOffset? until = Clock.GetUtcNow() + Lease;
        set.SetProperty(i => i.Status, BatchItemStatus.Running).SetProperty(i => i.LeaseUntil, until);
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(Claimed<BatchItem> item, CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        var batch = await db.Batches.AsNoTracking().SingleAsync(b => b.Id == item.Row.BatchId, cancellationToken);
        using var trace = Telemetry.Continue("batch.item", ActivityKind.Internal, batch.TraceParent);
        var caller = await actors.FindAsync(batch, cancellationToken);
        var failure = caller is null ? BatchFailures.ActorGone : await acts.DoAsync(caller, batch.Action, item.Row.InstanceId, item.Attempt, cancellationToken);
        await EndAsync(item, failure is null ? BatchItemStatus.Done : BatchItemStatus.Failed, failure);
    }

    /// <inheritdoc/>
    protected override Task PutOffAsync(Claimed<BatchItem> item, Failure failure, CancellationToken cancellationToken) => WaitAgainAsync(item, cancellationToken);

    /// <inheritdoc/>
    protected override Task GiveUpAsync(Claimed<BatchItem> item, Failure failure, CancellationToken cancellationToken) => EndAsync(item, BatchItemStatus.Failed, BatchFailures.Broken);

    /// <summary>The attempt counts: what was cut off may have been done.</summary>
    protected override Task ReleaseAsync(Claimed<BatchItem> item) => WaitAgainAsync(item, CancellationToken.None);

    private Task<bool> WaitAgainAsync(Claimed<BatchItem> item, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        return FinishAsync(
            item, set => set.SetProperty(i => i.Status, BatchItemStatus.Waiting).SetProperty(i => i.DueAt, now).SetProperty(i => i.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    /// <summary>Not tied to the stop: what was done is noted.</summary>
    private async Task EndAsync(Claimed<BatchItem> item, BatchItemStatus status, Failure? failure)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        var (message, code) = (Text.Cut(failure?.Message, 1_000), Text.Cut(failure?.Code, 80));
        var isMine = await FinishAsync(
            item,
            set => set.SetProperty(i => i.Status, status).SetProperty(i => i.Message, message).SetProperty(i => i.Code, code).SetProperty(i => i.FinishedAt, now)
                .SetProperty(i => i.LeaseUntil, (DateTimeOffset?)null),
            CancellationToken.None);
        if (isMine)
        {
            // After the item's own transaction: of two last items, each would see the other running in it.
            await using var db = await Contexts.CreateDbContextAsync();
            await BatchEnd.WriteAsync(db, db.Batches.Where(b => b.Id == item.Row.BatchId), now.Value, CancellationToken.None);
        }
    }

    /// <summary>Not ended, and not leased to a node of the version before, which leaves <see cref="BatchItem.DueAt"/> as it was.</summary>
    private static IQueryable<BatchItem> Open(IQueryable<BatchItem> items, DateTimeOffset now) => items.Where(
        i => (i.Status == BatchItemStatus.Waiting || i.Status == BatchItemStatus.Running) && (i.LeaseUntil == null || i.LeaseUntil < now));
}
