using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Management;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Activity;

/// <summary>What is recorded of a call, and who waits for it.</summary>
public sealed class ActivityLogTests
{
    [Fact]
    public async Task Reads_AreFoundByWhoListsNext_ThoughNoOneWaitedForThem()
    {
        await using var hub = await CoreHub.StartAsync();
        var (log, instance) = (hub.Get<ActivityLog>(), Guid.CreateVersion7());
        for (var i = 0; i < 200; i++)
        {
            await log.RecordReadAsync(Entry(hub, instance, ActivityTypes.Search), CancellationToken.None);
        }

        var page = await hub.Get<ActivityService>().PageAsync(hub.Admin, new ActivityFilter { InstanceId = instance }, new PageRequest(1), CancellationToken.None);

        Assert.Equal(200, page.Value.Total);
    }

    [Fact]
    public async Task Reads_DoNotWaitForTheDatabase_AndChangesDo()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        var (log, instance) = (hub.Get<ActivityLog>(), Guid.CreateVersion7());
        Task changed;
        using (await hub.Get<WriteLock>().EnterAsync(CancellationToken.None))
        {
            await log.RecordReadAsync(Entry(hub, instance, ActivityTypes.Read), CancellationToken.None);
            changed = log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None);

            Assert.False(changed.IsCompleted);
        }

        await changed;
        Assert.Equal(2, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == instance)));
    }

    [Fact]
    public async Task ARowAndWhatItTellsOthers_AreCommittedTogetherOrNotAtAll()
    {
        await using var hub = await CoreHub.StartAsync();
        var (log, instance) = (hub.Get<ActivityLog>(), Guid.CreateVersion7());
        var told = OutboxEvent.Of(hub.Admin.OrganizationId!.Value, EventTypes.ActionExecuted, new { integrationId = instance }, hub.Clock.GetUtcNow());
        await log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None, [told]);

        // The same event again cannot be stored: its row is not either.
        await Assert.ThrowsAnyAsync<Exception>(() => log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None, [told]));

        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Id == told.Id)));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == instance)));
    }

    [Fact]
    public async Task ARowThatCannotBeStored_CostsNoOtherOfItsGroup()
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: false);
        var (log, instance) = (hub.Get<ActivityLog>(), Guid.CreateVersion7());
        var told = OutboxEvent.Of(hub.Admin.OrganizationId!.Value, EventTypes.ActionExecuted, new { integrationId = instance }, hub.Clock.GetUtcNow());
        await log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None, [told]);
        Task first, good, poisoned, better;
        using (await hub.Get<WriteLock>().EnterAsync(CancellationToken.None))
        {
            // The first may be a group of its own, that waits for its turn; the others are one then. Where it is not, the poisoned one has a good one beside it all the same.
            first = log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None);
            good = log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None);
            poisoned = log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None, [told]);
            better = log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None);
        }

        await Task.WhenAll(first, good, better);
        await Assert.ThrowsAnyAsync<DbUpdateException>(() => poisoned);

        Assert.Equal(4, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == instance)));
        Assert.Equal(4, await hub.WithDatabaseAsync(db => db.UsageHours.Where(u => u.InstanceId == instance).SumAsync(u => u.Succeeded)));
    }

    [Fact]
    public async Task ADatabaseThatIsAwayForAMoment_CostsNoRow()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = Guid.CreateVersion7();
        using var log = LogOf(hub, hub.Clock, failures: 2);
        await log.StartAsync(CancellationToken.None);

        await log.RecordAsync(Entry(hub, instance, ActivityTypes.Action), CancellationToken.None);

        await log.StopAsync(CancellationToken.None);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == instance)));
    }

    [Fact]
    public async Task ARowThatWasStoredThoughItsCommitFailed_IsCountedOnce()
    {
        await using var hub = await CoreHub.StartAsync();
        var instance = Guid.CreateVersion7();
        var entry = Entry(hub, instance, ActivityTypes.Action);
        await hub.Get<ActivityLog>().RecordAsync(entry, CancellationToken.None);
        using var log = LogOf(hub, hub.Clock, failures: 1);
        await log.StartAsync(CancellationToken.None);

        await log.RecordAsync(entry, CancellationToken.None);

        await log.StopAsync(CancellationToken.None);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == instance)));
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.UsageHours.Where(u => u.InstanceId == instance).SumAsync(u => u.Succeeded)));
    }

    [Fact]
    public async Task AtTheStop_ADatabaseThatIsDown_HoldsNothingUp()
    {
        await using var hub = await CoreHub.StartAsync();
        // Its pauses end with the stop alone.
        var clock = new MovableClock();
        using var log = LogOf(hub, clock, failures: int.MaxValue);
        await log.StartAsync(CancellationToken.None);
        var changed = log.RecordAsync(Entry(hub, Guid.CreateVersion7(), ActivityTypes.Action), CancellationToken.None);
        await Eventually.ValueAsync(() => Task.FromResult(clock.Waiting), waiting => waiting > 0);

        await log.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<TimeoutException>(() => changed);
        await log.WrittenAsync(CancellationToken.None);
    }

    [Fact]
    public async Task AtTheStop_WhatWasReadIsStillWritten()
    {
        await using var hub = await CoreHub.StartAsync();
        var (log, instance) = (hub.Get<ActivityLog>(), Guid.CreateVersion7());
        for (var i = 0; i < 100; i++)
        {
            await log.RecordReadAsync(Entry(hub, instance, ActivityTypes.Search), CancellationToken.None);
        }

        await log.StopAsync(CancellationToken.None);

        Assert.Equal(100, await hub.WithDatabaseAsync(db => db.Activities.CountAsync(a => a.InstanceId == instance)));
    }

    [Fact]
    public async Task AHostThatStopsAgain_WhenAllOfItIsDisposed_FindsNothingToEnd()
    {
        await using var hub = await CoreHub.StartAsync();
        var log = LogOf(hub, hub.Clock, failures: 0);
        await log.StartAsync(CancellationToken.None);
        await log.StopAsync(CancellationToken.None);
        log.Dispose();

        await log.StopAsync(CancellationToken.None);
        log.Dispose();

        await log.WrittenAsync(CancellationToken.None);
    }

    private static ActivityEntry Entry(CoreHub hub, Guid instance, string type) =>
        hub.Get<ActivityLog>().Entry(hub.Admin, hub.Admin.OrganizationId!.Value, instance, isPrivate: false, type, TimeSpan.FromMilliseconds(5));

    private static ActivityLog LogOf(CoreHub hub, TimeProvider clock, int failures) =>
        new(new AwayAtFirst(hub.Get<IDbContextFactory<IntegrationsDbContext>>(), failures), hub.Get<IDatabaseDialect>(), clock, NullLogger<ActivityLog>.Instance);

    /// <summary>A database that no one gets a connection to, the first few times.</summary>
    private sealed class AwayAtFirst(IDbContextFactory<IntegrationsDbContext> contexts, int failures) : IDbContextFactory<IntegrationsDbContext>
    {
        private int _asked;

        public IntegrationsDbContext CreateDbContext() =>
            Interlocked.Increment(ref _asked) <= failures ? throw new TimeoutException("The database does not answer.") : contexts.CreateDbContext();
    }
}
