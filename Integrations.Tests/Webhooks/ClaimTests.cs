using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Webhooks;

/// <summary>Two nodes at the same rows of one PostgreSQL; each has what it claimed and nothing else.</summary>
public sealed class ClaimTests : IAsyncLifetime
{
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync(onPostgres: true);
        // The claimers here are the test's.
        await _hub.Get<WebhookDispatcher>().StopAsync(default);
        await _hub.Get<RevocationSweep>().StopAsync(default);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("RL2")]
    public async Task LeaseThatIsLostWhileItsOutcomeIsWritten_ChangesNothing()
    {
        await AddAsync(endpoints: 1, deliveries: 1);
        var late = Assert.Single(await Claimer().ClaimAsync(new DeliveryCapacity(1), default));
        var other = Guid.NewGuid();
        await using var db = await ContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // Another node claims it and has not committed yet: a plain read still shows the late one's claim.
        var leaseEnd = _hub.Clock.GetUtcNow() + (2 * DeliveryClaims.Lease);
        await db.WebhookDeliveries.ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimId, other).SetProperty(x => x.DueAt, leaseEnd));

        var completing = Outcomes().WriteAsync([Success(late)], default);
        await Eventually.ValueAsync(WaitingForALockAsync, waiting => waiting > 0);
        await transaction.CommitAsync();
        await completing;

        var after = await _hub.WithDatabaseAsync(context => context.WebhookDeliveries.AsNoTracking().SingleAsync());
        Assert.Equal((DeliveryStatus.Pending, 0, (Guid?)other, (DateTimeOffset?)leaseEnd), (after.Status, after.Attempts, after.ClaimId, after.DueAt));
        Assert.Equal(0, await _hub.WithDatabaseAsync(context => context.WebhookAttempts.CountAsync()));
    }

    [Fact, Proves("RL1", "RL4")]
    public async Task TwoNodes_ClaimEachDeliveryOnce_AndExceedNoEndpointTogether()
    {
        const int Endpoints = 12;
        const int PerEndpoint = 40;
        await AddAsync(Endpoints, PerEndpoint);
        var claims = new ConcurrentBag<Guid>();
        var inFlight = new ConcurrentDictionary<Guid, int>();
        var seen = new ConcurrentBag<int>();
        var left = Endpoints * PerEndpoint;

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            var node = Claimer();
            while (Volatile.Read(ref left) > 0)
            {
                var mine = await node.ClaimAsync(new DeliveryCapacity(16), default);
                foreach (var claim in mine)
                {
                    claims.Add(claim.Delivery.Id);
                    seen.Add(inFlight.AddOrUpdate(claim.Endpoint.Id, 1, (_, count) => count + 1));
                }

                foreach (var claim in mine)
                {
                    inFlight.AddOrUpdate(claim.Endpoint.Id, 0, (_, count) => count - 1);
                }

                await Outcomes().WriteAsync([.. mine.Select(Success)], default);
                Interlocked.Add(ref left, -mine.Count);
            }
        })));

        Assert.Equal(Endpoints * PerEndpoint, claims.Count);
        Assert.Equal(claims.Count, claims.Distinct().Count());
        Assert.InRange(seen.Max(), 1, DeliveryClaims.PerEndpoint);
        Assert.Equal(claims.Count, await _hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync(d => d.Status == DeliveryStatus.Succeeded && d.Attempts == 1)));
    }

    [Fact, Proves("RL3")]
    public async Task DeliveryWhoseLeaseIsLostThreeTimesInARow_IsADeadLetterThatSaysSo()
    {
        await AddAsync(endpoints: 1, deliveries: 1);
        for (var lost = 0; lost < 3; lost++)
        {
            // The node that has it is never heard of again.
            Assert.Single(await Claimer().ClaimAsync(new DeliveryCapacity(1), default));
            _hub.Clock.Advance(DeliveryClaims.Lease + TimeSpan.FromSeconds(1));
        }

        Assert.Empty(await Claimer().ClaimAsync(new DeliveryCapacity(1), default));
        var dead = await _hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync());
        Assert.Equal((DeliveryStatus.Dead, (DateTimeOffset?)null), (dead.Status, dead.DueAt));
        Assert.Contains("lease was lost 3 times", dead.LastError, StringComparison.Ordinal);
    }

    [Fact, Proves("RL4")]
    public async Task EndpointThatWasNeverServed_ComesBeforeThoseThatWere()
    {
        await AddAsync(endpoints: 3, deliveries: 2);
        var first = Assert.Single(await Claimer().ClaimAsync(new DeliveryCapacity(1), default));

        var next = Assert.Single(await Claimer().ClaimAsync(new DeliveryCapacity(1), default));

        Assert.NotEqual(first.Endpoint.Id, next.Endpoint.Id);
    }

    [Fact, Proves("RI3")]
    public async Task TwoNodes_FanOutEachEventOnce()
    {
        const int Events = 600;
        await AddAsync(endpoints: 2, deliveries: 0);
        await _hub.WithDatabaseAsync(db =>
        {
            for (var i = 0; i < Events; i++)
            {
                _hub.Get<Outbox>().Add(db, _hub.Admin.OrganizationId!.Value, EventTypes.SyncCompleted, new { i });
            }

            return db.SaveChangesAsync();
        });

        var fanned = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var node = new WebhookFanOut(Contexts, new EventCache(_hub.Clock), _hub.Get<IMeterFactory>(), _hub.Clock);
            var total = 0;
            while ((await node.FanOutAsync(new DeliveryCapacity(DeliveryClaims.BatchSize), default)).Events is var done and > 0)
            {
                total += done;
            }

            return total;
        })));

        Assert.Equal(Events, fanned.Sum());
        Assert.Equal(2 * Events, await _hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync()));
    }

    [Fact, Proves("RL1", "R12")]
    public async Task TwoNodesThatSeeOneRevocationDue_OneOfThemTries()
    {
        await using var db = await ContextAsync();
        db.Revocations.Add(new Revocation
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = _hub.Admin.OrganizationId!.Value,
            InstanceId = Guid.CreateVersion7(),
            ProviderKey = "github",
            AuthKind = "oauth2",
            DueAt = _hub.Clock.GetUtcNow(),
            CreatedAt = _hub.Clock.GetUtcNow(),
        });
        await db.SaveChangesAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // Held until both have seen it due.
        await db.Database.ExecuteSqlAsync($"""SELECT 1 FROM "Revocations" FOR UPDATE""");
        using var other = ActivatorUtilities.CreateInstance<RevocationSweep>(_hub.Services, NullLogger<RevocationSweep>.Instance);
        var trying = Task.WhenAll(_hub.Get<RevocationSweep>().RunOnceAsync(default), other.RunOnceAsync(default));
        await Eventually.ValueAsync(WaitingForALockAsync, waiting => waiting == 2);
        await transaction.CommitAsync();

        Assert.Equal(1, (await trying).Sum());
        Assert.Equal(1, await _hub.WithDatabaseAsync(context => context.Revocations.CountAsync(r => r.Attempts == 1 && r.FinishedAt != null)));
    }

    private IDbContextFactory<IntegrationsDbContext> Contexts => _hub.Get<IDbContextFactory<IntegrationsDbContext>>();

    private Task<IntegrationsDbContext> ContextAsync() => Contexts.CreateDbContextAsync();

    /// <summary>As another process has one.</summary>
    private DeliveryClaims Claimer() => new(Contexts, new EventCache(_hub.Clock), _hub.Get<IMeterFactory>(), _hub.Clock);

    private DeliveryOutcomes Outcomes() => _hub.Get<DeliveryOutcomes>();

    private DeliveryResult Success(ClaimedDelivery claim) => new(claim, new AttemptOutcome(200), null, null, _hub.Clock.GetUtcNow(), TimeSpan.Zero, 0);

    private Task<int> WaitingForALockAsync() => _hub.WithDatabaseAsync(db => db.Database
        .SqlQuery<int>($"""SELECT COUNT(*)::int AS "Value" FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'""").SingleAsync());

    private Task<int> AddAsync(int endpoints, int deliveries) => _hub.WithDatabaseAsync(db =>
    {
        var now = _hub.Clock.GetUtcNow();
        var organization = _hub.Admin.OrganizationId!.Value;
        for (var e = 0; e < endpoints; e++)
        {
            var endpoint = new WebhookEndpoint
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = organization,
                Name = $"Receiver {e}",
                Url = "https://receiver.example/hook",
                Events = [EventTypes.SyncCompleted],
                SecretCiphertext = "",
                SecretHint = "",
                CreatedAt = now,
            };
            db.Add(endpoint);
            for (var d = 0; d < deliveries; d++)
            {
                var happened = new OutboxEvent { Id = Guid.CreateVersion7(now), OrganizationId = organization, Type = EventTypes.SyncCompleted, Data = "{}", OccurredAt = now, FannedOutAt = now };
                db.Add(happened);
                db.Add(WebhookFanOut.Delivery(happened, endpoint.Id, now));
            }
        }

        return db.SaveChangesAsync();
    });
}
