using System.Diagnostics.Metrics;
using Integrations.Core.Bulk;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Bulk;

/// <summary>What a node takes of bulk work: nothing that a node of the version before works on, and nothing of a cancelled batch.</summary>
public sealed class BatchClaimTests
{
    [Fact]
    public async Task ItemOfANodeOfTheVersionBefore_IsTakenWhenItsLeaseEnds()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await BatchTests.StartAsync(hub, hub.Admin, BatchAction.Disable, await BatchTests.EnableAsync(hub, hub.Admin, 1));
        await ClaimAsVersionBeforeAsync(hub, id, 0);

        Assert.Equal(0, await hub.Get<BatchLoop>().RunOnceAsync(default));
        Assert.Equal(BatchItemStatus.Running, (await ItemAsync(hub, id, 0)).Status);

        hub.Clock.Advance(BatchLoop.Lease + TimeSpan.FromSeconds(1));

        Assert.Equal(1, await hub.Get<BatchLoop>().RunOnceAsync(default));
        Assert.Equal(BatchItemStatus.Done, (await ItemAsync(hub, id, 0)).Status);
    }

    [Fact]
    public async Task TakenItem_HasALeaseForTheVersionBefore_UntilItIsDone()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await BatchTests.StartAsync(hub, hub.Admin, BatchAction.Disable, await BatchTests.EnableAsync(hub, hub.Admin, 1));
        // Left behind by a node of the version before, whose lease ended.
        await ClaimAsVersionBeforeAsync(hub, id, 0);
        hub.Clock.Advance(BatchLoop.Lease + TimeSpan.FromSeconds(1));
        DateTimeOffset? during = null;
        using var loop = Loop(hub, async () => during = (await ItemAsync(hub, id, 0)).LeaseUntil);

        Assert.Equal(1, await loop.RunOnceAsync(default));

        Assert.Equal(hub.Clock.GetUtcNow() + BatchLoop.Lease, during);
        var ended = await ItemAsync(hub, id, 0);
        Assert.Equal((BatchItemStatus.Done, (DateTimeOffset?)null), (ended.Status, ended.LeaseUntil));
    }

    [Fact]
    public async Task ItemThatFailsAfterTheBatchWasCancelled_IsNotTriedAgain()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await BatchTests.StartAsync(hub, hub.Admin, BatchAction.Disable, await BatchTests.EnableAsync(hub, hub.Admin, 1));
        using var loop = Loop(hub, async () =>
        {
            await hub.Get<BatchService>().CancelAsync(hub.Admin, id, default);
            throw new InvalidOperationException("As wanted.");
        });

        Assert.Equal(1, await loop.RunOnceAsync(default));

        var failed = await ItemAsync(hub, id, 0);
        Assert.Equal((BatchItemStatus.Waiting, 1, (DateTimeOffset?)null), (failed.Status, failed.Attempts, failed.LeaseUntil));

        Assert.Equal(0, await loop.RunOnceAsync(default));

        Assert.Equal(BatchItemStatus.Cancelled, (await ItemAsync(hub, id, 0)).Status);
        Assert.NotNull((await BatchAsync(hub, id)).FinishedAt);
    }

    [Fact]
    public async Task CancelledBatch_EndsItemsOfDeadNodes_AndWaitsForTheLiving()
    {
        await using var hub = await CoreHub.StartAsync(services => services.WithoutLoop());
        var id = await BatchTests.StartAsync(hub, hub.Admin, BatchAction.Disable, await BatchTests.EnableAsync(hub, hub.Admin, 3));
        var past = hub.Clock.GetUtcNow() - TimeSpan.FromSeconds(1);
        await hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id && i.Position == 0)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, BatchItemStatus.Running).SetProperty(x => x.ClaimId, Guid.NewGuid()).SetProperty(x => x.DueAt, past)));
        await ClaimAsVersionBeforeAsync(hub, id, 1);

        var cancelled = await hub.Get<BatchService>().CancelAsync(hub.Admin, id, default);

        Assert.Equal((2, 1), (cancelled.Value.Progress.Cancelled, cancelled.Value.Progress.Left));
        Assert.Null(cancelled.Value.FinishedAt);
        Assert.Equal((BatchItemStatus.Running, (Guid?)null), ((await ItemAsync(hub, id, 1)).Status, (await ItemAsync(hub, id, 0)).ClaimId));

        hub.Clock.Advance(BatchLoop.Lease + TimeSpan.FromSeconds(1));

        Assert.Equal(0, await hub.Get<BatchLoop>().RunOnceAsync(default));
        Assert.Equal(BatchItemStatus.Cancelled, (await ItemAsync(hub, id, 1)).Status);
        Assert.NotNull((await BatchAsync(hub, id)).FinishedAt);
        Assert.Equal(0, await hub.WithDatabaseAsync(db => db.Instances.CountAsync(i => i.Status == InstanceStatus.Disabled)));
    }

    /// <summary>It writes a lease of its own, and leaves when the item was due as it was.</summary>
    private static Task<int> ClaimAsVersionBeforeAsync(CoreHub hub, Guid id, int position)
    {
        DateTimeOffset? until = hub.Clock.GetUtcNow() + BatchLoop.Lease;
        return hub.WithDatabaseAsync(db => db.BatchItems.Where(i => i.BatchId == id && i.Position == position)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.Status, BatchItemStatus.Running).SetProperty(x => x.Attempts, 1).SetProperty(x => x.ClaimId, Guid.NewGuid()).SetProperty(x => x.LeaseUntil, until)));
    }

    private static Task<BatchItem> ItemAsync(CoreHub hub, Guid id, int position) =>
        hub.WithDatabaseAsync(db => db.BatchItems.AsNoTracking().SingleAsync(i => i.BatchId == id && i.Position == position));

    private static Task<IntegrationBatch> BatchAsync(CoreHub hub, Guid id) => hub.WithDatabaseAsync(db => db.Batches.AsNoTracking().SingleAsync(b => b.Id == id));

    /// <param name="hub">Whose batches it works on.</param>
    /// <param name="atItem">Runs when an item was taken, before anything is done to it.</param>
    private static BatchLoop Loop(CoreHub hub, Func<Task> atItem)
    {
        var contexts = hub.Get<IDbContextFactory<IntegrationsDbContext>>();
        var actors = new BatchActors(new WatchedContexts(contexts, atItem), hub.Clock);
        return new BatchLoop(contexts, actors, hub.Get<BatchActs>(), hub.Get<IMeterFactory>(), hub.Clock, NullLogger<BatchLoop>.Instance);
    }

    private sealed class WatchedContexts(IDbContextFactory<IntegrationsDbContext> contexts, Func<Task> before) : IDbContextFactory<IntegrationsDbContext>
    {
        public IntegrationsDbContext CreateDbContext() => contexts.CreateDbContext();

        public async Task<IntegrationsDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
        {
            await before();
            return await contexts.CreateDbContextAsync(cancellationToken);
        }
    }
}
