using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Webhooks;

/// <summary>A node whose clock stands still looks for events when it is told to, and never by itself.</summary>
public sealed class DeliveryHintTests : IAsyncLifetime
{
    private readonly MovableClock _standing = new();
    private CoreHub _hub = null!;
    private WebhookDispatcher _other = null!;
    private WriteLock _gate = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync(onPostgres: true);
        // Events are raised here and handled by the other.
        await _hub.Get<WebhookDispatcher>().StopAsync(default);
        // A gate of its own, as another process has: this one's commits do not wake it.
        _gate = new WriteLock(oneWriter: false, _standing, _hub.Get<IMeterFactory>());
        _other = ActivatorUtilities.CreateInstance<WebhookDispatcher>(_hub.Services, _standing, _gate, NullLogger<WebhookDispatcher>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _other.StopAsync(default);
        _other.Dispose();
        _gate.Dispose();
        await _hub.DisposeAsync();
    }

    [Fact, Proves("M2")]
    public async Task HintOfAnotherNode_WakesADispatcherThatWouldSleepForHours()
    {
        using var hints = HintsOfTheOther(isOn: true);
        await hints.StartAsync(default);
        await Eventually.ValueAsync(() => Task.FromResult(hints.IsListening), listening => listening);
        await _other.StartAsync(default);

        // The first may still be found by the round that every start begins with.
        for (var i = 0; i < 3; i++)
        {
            await RaiseAsync();
            await Eventually.ValueAsync(WaitingAsync, waiting => waiting == 0);
        }

        Assert.True(hints.Heard > 0, "It was not told.");
        await hints.StopAsync(default);
    }

    [Fact, Proves("M2")]
    public async Task WithoutHints_EverythingArrives_AtTheNextPoll()
    {
        using var hints = HintsOfTheOther(isOn: false);
        await hints.StartAsync(default);
        await _other.StartAsync(default);

        for (var i = 0; i < 3; i++)
        {
            await RaiseAsync();
            await Eventually.ValueAsync(
                () =>
                {
                    _standing.Advance(TimeSpan.FromSeconds(1));
                    return WaitingAsync();
                },
                waiting => waiting == 0);
        }

        Assert.Equal((0, false), (hints.Heard, hints.IsListening));
        await hints.StopAsync(default);
    }

    [Fact, Proves("M2")]
    public async Task NewsIsToldAfterTheCommit_AndOnlyWhenThereAreEvents()
    {
        var told = 0;
        _hub.Get<WriteLock>().EventsCommitted += () => told++;

        await _hub.WithDatabaseAsync(db => db.WriteAsync(
            async ct =>
            {
                Add(db);
                await db.SaveChangesAsync(ct);
                Assert.Equal(0, told);
                return true;
            },
            default));
        Assert.Equal(1, told);

        await _hub.WithDatabaseAsync(db => db.WriteAsync(ct => db.OutboxEvents.ExecuteUpdateAsync(e => e.SetProperty(x => x.FannedOutAt, _hub.Clock.GetUtcNow()), ct), default));
        Assert.Equal(1, told);
    }

    /// <summary>As another process has them, on the same database.</summary>
    private DeliveryNotifications HintsOfTheOther(bool isOn) => ActivatorUtilities.CreateInstance<DeliveryNotifications>(
        _hub.Services, _other, Options.Create(new DatabaseOptions { Provider = DatabaseProvider.Postgres, Hints = isOn }), NullLogger<DeliveryNotifications>.Instance);

    private Task<int> RaiseAsync() => _hub.WithDatabaseAsync(db =>
    {
        Add(db);
        return db.SaveChangesAsync();
    });

    private void Add(IntegrationsDbContext db) => _hub.Get<Outbox>().Add(db, _hub.Admin.OrganizationId!.Value, EventTypes.SyncCompleted, new { });

    private Task<int> WaitingAsync() => _hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.FannedOutAt == null));
}
