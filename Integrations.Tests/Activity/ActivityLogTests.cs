using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Management;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

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

    private static ActivityEntry Entry(CoreHub hub, Guid instance, string type) =>
        hub.Get<ActivityLog>().Entry(hub.Admin, hub.Admin.OrganizationId!.Value, instance, isPrivate: false, type, TimeSpan.FromMilliseconds(5));
}
