using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Hosting.Telemetry;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Webhooks;

/// <summary>Fanning out, claiming and completing many at a time, by several nodes, on either database.</summary>
public sealed class DeliverySetTests : IAsyncLifetime
{
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync();
        // The nodes here are the test's.
        await _hub.Get<WebhookDispatcher>().StopAsync(default);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("RL2", "RO3")]
    public async Task OutcomeAfterTheLeaseEnded_IsIgnored_AndTheNewClaimsOneCounts()
    {
        using var figures = new MeasuredFigures(_hub.Get<IMeterFactory>());
        var endpoint = await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, 1);
        var late = Assert.Single((await Node().FanOutAsync(Capacity(), default)).Claimed);
        _hub.Clock.Advance(DeliveryClaims.Lease + TimeSpan.FromSeconds(1));
        var now = Assert.Single(await Claims().ClaimAsync(Capacity(), default));

        await Outcomes.WriteAsync([Result(late, 500)], default);

        var row = await DeliveryAsync(late.Delivery.Id);
        Assert.Equal((DeliveryStatus.Pending, 0, (Guid?)now.ClaimId, 1), (row.Status, row.Attempts, row.ClaimId, row.LeaseLosses));
        Assert.Equal((0, 0), await CountersAsync(endpoint));
        Assert.Equal(1, figures.Of("integrations.job.lease.lost").Sum(m => m.Value));

        // Both at once, as a process has them that lost the lease to itself.
        await Outcomes.WriteAsync([Result(late, 500), Result(now, 200)], default);

        row = await DeliveryAsync(late.Delivery.Id);
        Assert.Equal((DeliveryStatus.Succeeded, 1, (Guid?)null), (row.Status, row.Attempts, row.ClaimId));
        Assert.Equal((1, 0), await CountersAsync(endpoint));
        Assert.Equal([200], await _hub.WithDatabaseAsync(db => db.WebhookAttempts.Select(a => a.StatusCode ?? 0).ToListAsync()));
    }

    [Fact, Proves("D8")]
    public async Task CrashBetweenFanOutAndSend_TheLeaseBringsItBack_WithTheSameId()
    {
        await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, 1);
        var lost = Assert.Single((await Node().FanOutAsync(Capacity(), default)).Claimed);

        Assert.Empty(await Claims().ClaimAsync(Capacity(), default));
        Assert.Equal((0, 0), await FanOutCountAsync());
        _hub.Clock.Advance(DeliveryClaims.Lease + TimeSpan.FromSeconds(1));
        var again = Assert.Single(await Claims().ClaimAsync(Capacity(), default));

        Assert.Equal((lost.Delivery.Id, lost.Event.Id, lost.Event.Data, 1), (again.Delivery.Id, again.Event.Id, again.Event.Data, again.Delivery.LeaseLosses));
        await Outcomes.WriteAsync([Result(again, 200)], default);
        Assert.Equal(DeliveryStatus.Succeeded, (await DeliveryAsync(lost.Delivery.Id)).Status);
    }

    [Fact, Proves("RL1", "RL4")]
    public async Task NodesThatFanOutAndClaimAtOnce_NeverHaveTheSameDelivery_NorMoreOfAnEndpointThanItsCap()
    {
        const int Endpoints = 4;
        const int Events = 90;
        for (var i = 0; i < Endpoints; i++)
        {
            await AddEndpointAsync(_hub.Admin);
        }

        await RaiseAsync(_hub.Admin, Events);
        var (had, most, inFlight, left) = (new ConcurrentBag<Guid>(), new ConcurrentBag<int>(), new ConcurrentDictionary<Guid, int>(), Endpoints * Events);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var (node, claims) = (Node(), Claims());
            while (Volatile.Read(ref left) > 0)
            {
                var mine = (await claims.ClaimAsync(Capacity(16), default)).Concat((await node.FanOutAsync(Capacity(16), default)).Claimed).ToList();
                mine.ForEach(claim => had.Add(claim.Delivery.Id));
                mine.ForEach(claim => most.Add(inFlight.AddOrUpdate(claim.Endpoint.Id, 1, (_, count) => count + 1)));
                mine.ForEach(claim => inFlight.AddOrUpdate(claim.Endpoint.Id, 0, (_, count) => count - 1));
                await Outcomes.WriteAsync([.. mine.Select(claim => Result(claim, 200))], default);
                Interlocked.Add(ref left, -mine.Count);
            }
        })));

        Assert.Equal(Endpoints * Events, had.Count);
        Assert.Equal(had.Count, had.Distinct().Count());
        Assert.InRange(most.Max(), 1, DeliveryClaims.PerEndpoint);
        Assert.Equal(had.Count, await _hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync(d => d.Status == DeliveryStatus.Succeeded && d.Attempts == 1)));
        Assert.Equal(had.Count, await _hub.WithDatabaseAsync(db => db.WebhookAttempts.CountAsync()));
    }

    [Fact, Proves("RL4", "R5")]
    public async Task Endpoint_HasNoMoreUnderWayThanItsCap_AndOneProbeWhileItsBreakerIsHalfOpen()
    {
        var endpoint = await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, DeliveryClaims.PerEndpoint + 15);

        var (events, born) = await Node().FanOutAsync(Capacity(), default);
        Assert.Equal((DeliveryClaims.PerEndpoint + 15, DeliveryClaims.PerEndpoint), (events, born.Count));
        Assert.Empty(await Claims().ClaimAsync(Capacity(), default));

        await Outcomes.WriteAsync([.. born.Take(4).Select(claim => Result(claim, 200))], default);
        Assert.Equal(4, (await Claims().ClaimAsync(Capacity(), default)).Count);

        await _hub.WithDatabaseAsync(db => db.WebhookEndpoints.Where(e => e.Id == endpoint)
            .ExecuteUpdateAsync(e => e.SetProperty(x => x.BreakerOpenings, 1).SetProperty(x => x.BreakerOpenUntil, _hub.Clock.GetUtcNow().AddMinutes(5))));
        _hub.Clock.Advance(DeliveryClaims.Lease + TimeSpan.FromSeconds(1));
        Assert.Empty(await Claims().ClaimAsync(Capacity(), default));
        _hub.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Single(await Claims().ClaimAsync(Capacity(), default));
        await RaiseAsync(_hub.Admin, 3);
        Assert.Equal((3, 0), await FanOutCountAsync());
    }

    [Fact, Proves("RL4")]
    public async Task Organizations_TakeTurns_HoweverManyEndpointsOneHas()
    {
        for (var i = 0; i < 12; i++)
        {
            await AddEndpointAsync(_hub.Admin);
        }

        var theirs = await AddEndpointAsync(_hub.Stranger);
        await RaiseAsync(_hub.Admin, 10);
        await RaiseAsync(_hub.Stranger, 10);
        await Node().FanOutAsync(DeliveryCapacity.None, default);

        var first = await Claims().ClaimAsync(Capacity(12), default);
        Assert.Equal(6, first.Count(claim => claim.Endpoint.Id == theirs));
        Assert.Equal(6, first.Where(claim => claim.Endpoint.Id != theirs).Select(claim => claim.Endpoint.Id).Distinct().Count());

        // One organization has all that it may have here.
        var rest = await Claims().ClaimAsync(new DeliveryCapacity(100, organization => organization == _hub.Admin.OrganizationId ? 3 : 100), default);
        Assert.Equal((3, 4), (rest.Count(claim => claim.Endpoint.Id != theirs), rest.Count(claim => claim.Endpoint.Id == theirs)));
    }

    [Fact, Proves("RL4", "A9")]
    public async Task Outcomes_MakeRoom_AndTakeWhatWaitsForTheirEndpoints_WithinTheCapOnly()
    {
        var endpoint = await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, DeliveryClaims.PerEndpoint + 5);
        var born = (await Node().FanOutAsync(Capacity(), default)).Claimed;

        var next = await Outcomes.WriteAsync([Result(born[0], 200), Result(born[1], 200)], Capacity(), default);

        Assert.Equal(2, next.Count);
        Assert.Empty(next.Select(claim => claim.Delivery.Id).Intersect(born.Select(claim => claim.Delivery.Id)));
        // Nothing more for who may not have it: an organization that is disabled, an endpoint that failed too often.
        await _hub.WithDatabaseAsync(db => db.Organizations.Where(o => o.Id == _hub.Admin.OrganizationId).ExecuteUpdateAsync(o => o.SetProperty(x => x.DisabledAt, _hub.Clock.GetUtcNow())));
        Assert.Empty(await Outcomes.WriteAsync([Result(born[2], 200)], Capacity(), default));
        await _hub.WithDatabaseAsync(db => db.Organizations.Where(o => o.Id == _hub.Admin.OrganizationId).ExecuteUpdateAsync(o => o.SetProperty(x => x.DisabledAt, (DateTimeOffset?)null)));
        Assert.Empty(await Outcomes.WriteAsync([Result(born[3], 410)], Capacity(), default));
        Assert.Equal((4, 1), await CountersAsync(endpoint));
    }

    [Fact, Proves("RL4")]
    public async Task WhatWaits_ComesBeforeWhatIsNew()
    {
        await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, 30);
        await Node().FanOutAsync(DeliveryCapacity.None, default);
        var old = await Claims().ClaimAsync(Capacity(), default);
        await RaiseAsync(_hub.Admin, 5);

        Assert.Equal((5, 0), await FanOutCountAsync());

        Assert.Equal(DeliveryClaims.PerEndpoint, old.Count);
    }

    [Fact, Proves("SX4")]
    public async Task OutcomeThatCannotBeStored_DoesNotTakeItsNeighboursWithIt()
    {
        await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, 3);
        var claimed = (await Node().FanOutAsync(Capacity(), default)).Claimed;

        // No wait can be computed from such a jitter.
        await Outcomes.WriteAsync([Result(claimed[0], 200), Result(claimed[1], 500) with { Jitter = double.NaN }, Result(claimed[2], 200)], default);

        Assert.Equal(
            [DeliveryStatus.Succeeded, DeliveryStatus.Pending, DeliveryStatus.Succeeded],
            [(await DeliveryAsync(claimed[0].Delivery.Id)).Status, (await DeliveryAsync(claimed[1].Delivery.Id)).Status, (await DeliveryAsync(claimed[2].Delivery.Id)).Status]);
    }

    [Fact]
    public async Task EndpointSwitchedOffWhileItsDeliveriesAreUnderWay_TheirOutcomesCount_AndNothingMoreIsSent()
    {
        var endpoint = await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, 2);
        var claimed = (await Node().FanOutAsync(Capacity(), default)).Claimed;
        var service = _hub.Get<WebhookEndpointService>();
        var off = (await service.SwitchAsync(_hub.Admin, endpoint, on: false, default)).Value;

        await Outcomes.WriteAsync([Result(claimed[0], 200), Result(claimed[1], 500)], default);

        Assert.Equal(DeliveryStatus.Succeeded, (await DeliveryAsync(claimed[0].Delivery.Id)).Status);
        var after = (await service.GetAsync(_hub.Admin, endpoint, default)).Value;
        Assert.Equal((false, off.DisabledReason, off.Version), (after.IsActive, after.DisabledReason, after.Version));
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(await Claims().ClaimAsync(Capacity(), default));
        await service.SwitchAsync(_hub.Admin, endpoint, on: true, default);
        Assert.Equal(claimed[1].Delivery.Id, Assert.Single(await Claims().ClaimAsync(Capacity(), default)).Delivery.Id);
    }

    [Fact]
    public async Task GroupWhoseOneEndpointWasDeleted_IsWrittenForTheOthers()
    {
        var (kept, deleted) = (await AddEndpointAsync(_hub.Admin), await AddEndpointAsync(_hub.Admin));
        await RaiseAsync(_hub.Admin, 3);
        var claimed = (await Node().FanOutAsync(Capacity(), default)).Claimed;
        Assert.True((await _hub.Get<WebhookEndpointService>().DeleteAsync(_hub.Admin, deleted, default)).IsSuccess);

        await Outcomes.WriteAsync([.. claimed.Select(claim => Result(claim, 200))], default);

        Assert.Equal(
            [(kept, DeliveryStatus.Succeeded), (kept, DeliveryStatus.Succeeded), (kept, DeliveryStatus.Succeeded)],
            (await _hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().ToListAsync())).Select(d => (d.EndpointId, d.Status)));
        Assert.Equal((3, 0), await CountersAsync(kept));
    }

    [Fact, Proves("R6", "W8")]
    public async Task EndpointThatFailsForDays_ItsOwnerIsToldAtHalfTimeAndAtTheEnd()
    {
        var endpoint = await AddEndpointAsync(_hub.Admin);
        await RaiseAsync(_hub.Admin, 1);
        var claimed = (await Node().FanOutAsync(Capacity(), default)).Claimed;
        foreach (var hours in new[] { 61, 60, 0 })
        {
            // As if more had failed meanwhile, and the pauses were over.
            await _hub.WithDatabaseAsync(db => db.WebhookEndpoints.Where(e => e.Id == endpoint).ExecuteUpdateAsync(e => e
                .SetProperty(x => x.BreakerOpenUntil, (DateTimeOffset?)null).SetProperty(x => x.BreakerOpenings, 0).SetProperty(x => x.FailuresSinceSuccess, x => x.FailuresSinceSuccess + 4)));
            await Outcomes.WriteAsync([Result(Assert.Single(claimed), 500)], default);
            _hub.Clock.Advance(TimeSpan.FromHours(hours));
            claimed = await Claims().ClaimAsync(Capacity(), default);
        }

        var told = await _hub.WithDatabaseAsync(db => db.OutboxEvents.Where(e => e.Type == EventTypes.WebhookFailing || e.Type == EventTypes.WebhookDisabled).Select(e => e.Type).ToListAsync());
        Assert.Equal([EventTypes.WebhookDisabled, EventTypes.WebhookFailing], told.Order(StringComparer.Ordinal));
        Assert.False((await _hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == endpoint))).IsActive);
    }

    [Fact, Proves("R3", "R5", "W8")]
    public async Task GroupOfOutcomes_CountsAndDecidesAsOneByOne()
    {
        var (failing, gone) = (await AddEndpointAsync(_hub.Admin), await AddEndpointAsync(_hub.Admin));
        await RaiseAsync(_hub.Admin, DeliveryClaims.PerEndpoint);
        var claimed = (await Node().FanOutAsync(Capacity(), default)).Claimed;

        await Outcomes.WriteAsync([.. claimed.Select(claim => Result(claim, claim.Endpoint.Id == failing ? 500 : 410))], default);

        var endpoints = await _hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().ToDictionaryAsync(e => e.Id));
        Assert.Equal((10, 10, 1, true), (endpoints[failing].WindowAttempts, endpoints[failing].WindowFailures, endpoints[failing].BreakerOpenings, endpoints[failing].IsActive));
        Assert.Equal(_hub.Clock.GetUtcNow() + EndpointHealth.FirstPause, endpoints[failing].BreakerOpenUntil);
        Assert.False(endpoints[gone].IsActive);
        Assert.Equal(10, await _hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync(d => d.EndpointId == gone && d.Status == DeliveryStatus.Dead)));
        Assert.Equal(10, await _hub.WithDatabaseAsync(db => db.OutboxEvents.CountAsync(e => e.Type == EventTypes.WebhookDisabled)));
    }

    private DeliveryOutcomes Outcomes => _hub.Get<DeliveryOutcomes>();

    private static DeliveryCapacity Capacity(int most = DeliveryClaims.BatchSize) => new(most);

    private IDbContextFactory<IntegrationsDbContext> Contexts => _hub.Get<IDbContextFactory<IntegrationsDbContext>>();

    /// <summary>As another process has one.</summary>
    private WebhookFanOut Node() => new(Contexts, new EventCache(_hub.Clock), _hub.Get<IMeterFactory>(), _hub.Clock);

    private DeliveryClaims Claims() => new(Contexts, new EventCache(_hub.Clock), _hub.Get<IMeterFactory>(), _hub.Clock);

    private DeliveryResult Result(ClaimedDelivery claim, int status) =>
        new(claim, new AttemptOutcome(status), status < 300 ? null : $"The receiver answered {status}.", null, _hub.Clock.GetUtcNow(), TimeSpan.FromMilliseconds(5), 0.5);

    private async Task<(int Events, int Born)> FanOutCountAsync()
    {
        var (events, born) = await Node().FanOutAsync(Capacity(), default);
        return (events, born.Count);
    }

    private Task<WebhookDelivery> DeliveryAsync(Guid id) => _hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync(d => d.Id == id));

    private async Task<(int Attempts, int Failures)> CountersAsync(Guid endpoint)
    {
        var row = await _hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == endpoint));
        return (row.WindowAttempts, row.WindowFailures);
    }

    private async Task<Guid> AddEndpointAsync(Caller caller)
    {
        var created = await _hub.Get<WebhookEndpointService>().CreateAsync(
            caller, new WebhookEndpointValues { Name = $"Receiver {Guid.NewGuid():N}", Url = "https://receiver.example/hook", Events = [EventTypes.SyncCompleted] }, default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value.Endpoint.Id;
    }

    private Task<int> RaiseAsync(Caller caller, int events) => _hub.WithDatabaseAsync(db =>
    {
        for (var i = 0; i < events; i++)
        {
            _hub.Get<Outbox>().Add(db, caller.OrganizationId!.Value, EventTypes.SyncCompleted, new { i });
        }

        return db.SaveChangesAsync();
    });
}
