using System.Diagnostics;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Bulk;

/// <summary>
/// Does what batches ask for, a few items side by side, each claimed by one conditional update so that nodes share the work.
/// An item whose node died is claimed again when its lease ends; every act can be done twice without harm.
/// </summary>
public sealed partial class BatchLoop(
    IDbContextFactory<IntegrationsDbContext> contexts,
    BatchActors actors,
    InstanceService instances,
    IntegrationActions actions,
    BulkDisconnect everyConnection,
    TimeProvider clock,
    ILogger<BatchLoop> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>Longer than any act takes; a node that holds an item longer is dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    private const int SideBySide = 4;

    /// <summary>Of each batch in one round, so that a large one of one organization does not hold up the others.</summary>
    private const int ItemsPerBatch = 16;
    private const int BatchesPerRound = 8;
    private const int BatchesToChooseFrom = 256;
    private const int MostAttempts = 3;

    /// <summary>Within the lease: an act that hangs ends, and counts as failed.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    protected override TimeSpan Period => TimeSpan.FromSeconds(15);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var open = await OpenAsync(cancellationToken);
        var work = new List<Work>();
        foreach (var batch in open)
        {
            work.AddRange(await ClaimAsync(batch, cancellationToken));
        }

        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (one, ct) => await RunAsync(one, ct));
        await FinishAsync([.. open.Select(b => b.Id)], cancellationToken);
        return work.Count;
    }

    private async Task<List<IntegrationBatch>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var oldest = await db.Batches.AsNoTracking().Where(b => b.FinishedAt == null).OrderBy(b => b.CreatedAt).ThenBy(b => b.Id).Take(BatchesToChooseFrom).ToListAsync(cancellationToken);
        // Each organization's first, then each one's second: many batches of one do not hold up another's only one.
        return [.. oldest.GroupBy(b => b.OrganizationId).SelectMany(mine => mine.Select((batch, turn) => (batch, turn))).OrderBy(b => b.turn).Select(b => b.batch).Take(BatchesPerRound)];
    }

    private async Task<List<Work>> ClaimAsync(IntegrationBatch batch, CancellationToken cancellationToken)
    {
        var (now, claim) = (Clock.GetUtcNow(), Guid.NewGuid());
        var until = now + Lease;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.BatchItems.AsNoTracking()
            .Where(i => i.BatchId == batch.Id && (i.Status == BatchItemStatus.Waiting || (i.Status == BatchItemStatus.Running && i.LeaseUntil < now)))
            .OrderBy(i => i.Position).Take(ItemsPerBatch).Select(i => i.Position).ToListAsync(cancellationToken);
        if (due.Count == 0)
        {
            return [];
        }

        // Looked at once more inside: another node may have been quicker, or someone cancelled.
        await db.WriteAsync(
            ct => db.BatchItems
                .Where(i => i.BatchId == batch.Id && due.Contains(i.Position) && (i.Status == BatchItemStatus.Waiting || (i.Status == BatchItemStatus.Running && i.LeaseUntil < now)))
                .ExecuteUpdateAsync(
                    i => i.SetProperty(x => x.Status, BatchItemStatus.Running).SetProperty(x => x.ClaimId, claim).SetProperty(x => x.LeaseUntil, until).SetProperty(x => x.Attempts, x => x.Attempts + 1),
                    ct),
            cancellationToken);
        var mine = await db.BatchItems.AsNoTracking().Where(i => i.BatchId == batch.Id && i.ClaimId == claim).OrderBy(i => i.Position).ToListAsync(cancellationToken);
        return [.. mine.Select(item => new Work(batch, item))];
    }

    private async Task RunAsync(Work work, CancellationToken cancellationToken)
    {
        var (batch, item) = work;
        using var trace = Telemetry.Continue("batch.item", ActivityKind.Internal, batch.TraceParent);
        using var deadline = new CancellationTokenSource(Deadline, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var caller = await actors.FindAsync(batch, both.Token);
            var failure = caller is null ? BatchFailures.ActorGone : await DoAsync(caller, batch.Action, item, both.Token);
            await EndAsync(item, failure is null ? BatchItemStatus.Done : BatchItemStatus.Failed, failure, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process is going down: the next one begins at once, without waiting for the lease.
            await EndAsync(item, BatchItemStatus.Waiting, null, CancellationToken.None);
            throw;
        }
        catch (Exception exception)
        {
            LogItemFailed(Logger, exception, item.InstanceId, batch.Id, item.Attempts);
            var isLast = item.Attempts >= MostAttempts;
            await EndAsync(item, isLast ? BatchItemStatus.Failed : BatchItemStatus.Waiting, isLast ? BatchFailures.Broken : null, cancellationToken);
        }
    }

    private async Task<Failure?> DoAsync(Caller caller, BatchAction action, BatchItem item, CancellationToken cancellationToken)
    {
        var id = item.InstanceId;
        switch (action)
        {
            case BatchAction.Enable:
                return (await instances.ActivateAsync(caller, id, cancellationToken)).Failure;
            case BatchAction.Disable:
                return (await instances.DeactivateAsync(caller, id, cancellationToken)).Failure;
            case BatchAction.Disconnect:
                return (await everyConnection.DisconnectAsync(caller, id, cancellationToken)).Failure;
            case BatchAction.Test:
                var tested = await actions.TestIntegrationAsync(caller, id, cancellationToken);
                return tested.TryGet(out var outcome, out var refused) ? outcome.Failure : refused;
            case BatchAction.Delete:
                var failure = (await instances.DeleteAsync(caller, id, cancellationToken)).Failure;
                // Begun before and cut off before it could be noted: it was deleted then.
                return item.Attempts > 1 && failure?.Code == InstanceFailures.NotFound.Code ? null : failure;
            default:
                throw new ArgumentOutOfRangeException(nameof(action), action, "There is no such act.");
        }
    }

    private async Task EndAsync(BatchItem item, BatchItemStatus status, Failure? failure, CancellationToken cancellationToken)
    {
        var (message, code) = (Text.Cut(failure?.Message, 1_000), Text.Cut(failure?.Code, 80));
        var ended = status == BatchItemStatus.Waiting ? (DateTimeOffset?)null : Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            ct => db.BatchItems.Where(i => i.BatchId == item.BatchId && i.Position == item.Position && i.ClaimId == item.ClaimId && i.Status == BatchItemStatus.Running)
                .ExecuteUpdateAsync(
                    i => i.SetProperty(x => x.Status, status).SetProperty(x => x.Message, message).SetProperty(x => x.Code, code)
                        .SetProperty(x => x.FinishedAt, ended).SetProperty(x => x.LeaseUntil, (DateTimeOffset?)null),
                    ct),
            cancellationToken);
    }

    private async Task FinishAsync(List<Guid> batches, CancellationToken cancellationToken)
    {
        if (batches.Count == 0)
        {
            return;
        }

        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.WriteAsync(
            async ct =>
            {
                // What went back to waiting because its node went down, after someone had cancelled.
                await db.BatchItems.Where(i => batches.Contains(i.BatchId) && i.Status == BatchItemStatus.Waiting && db.Set<IntegrationBatch>().Any(b => b.Id == i.BatchId && b.CancelledAt != null))
                    .ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, BatchItemStatus.Cancelled).SetProperty(x => x.FinishedAt, now), ct);
                return await db.Batches
                    .Where(b => batches.Contains(b.Id) && b.FinishedAt == null
                        && !db.Set<BatchItem>().Any(i => i.BatchId == b.Id && (i.Status == BatchItemStatus.Waiting || i.Status == BatchItemStatus.Running)))
                    .ExecuteUpdateAsync(b => b.SetProperty(x => x.FinishedAt, now), ct);
            },
            cancellationToken);
    }

    private sealed record Work(IntegrationBatch Batch, BatchItem Item);

    [LoggerMessage(3801, LogLevel.Error, "Integration {InstanceId} of batch {BatchId} failed at attempt {Attempt}")]
    private static partial void LogItemFailed(ILogger logger, Exception exception, Guid instanceId, Guid batchId, int attempt);
}
