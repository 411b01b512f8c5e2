using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Webhooks;

/// <summary>A dispatcher whose clock stands still never polls a second time: only a commit of its own process wakes it.</summary>
public sealed class DispatchWakeTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Commit_WakesTheDispatcherOfItsProcess_WithoutAPoll(bool onPostgres)
    {
        await using var hub = await CoreHub.StartAsync(onPostgres: onPostgres);
        await hub.Get<WebhookDispatcher>().StopAsync(default);
        await hub.Get<DeliveryNotifications>().StopAsync(default);
        using var dispatcher = ActivatorUtilities.CreateInstance<WebhookDispatcher>(hub.Services, new MovableClock(hub.Clock.GetUtcNow()), NullLogger<WebhookDispatcher>.Instance);
        await dispatcher.StartAsync(default);

        // The first may still be found by the round that every start begins with.
        for (var i = 0; i < 3; i++)
        {
            await hub.WithDatabaseAsync(db =>
            {
                hub.Get<Outbox>().Add(db, hub.Admin.OrganizationId!.Value, EventTypes.SyncCompleted, new { i });
                return db.SaveChangesAsync();
            });
            await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.FannedOutAt == null)), waiting => waiting == 0);
        }

        await dispatcher.StopAsync(default);
    }

    [Fact, Proves("R7")]
    public async Task Replay_WakesTheDispatcher_AtItsCommit()
    {
        await using var hub = await CoreHub.StartAsync();
        var woken = 0;
        hub.Get<WriteLock>().EventsCommitted += () => woken++;

        Assert.True((await hub.Get<DeliveryService>().ReplayAsync(hub.Admin, new ReplayRequest { From = hub.Clock.GetUtcNow() }, default)).IsSuccess);

        Assert.Equal(1, woken);
    }
}
