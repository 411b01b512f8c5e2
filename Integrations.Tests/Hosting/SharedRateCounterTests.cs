using System.Net;
using Integrations.Core.Identity;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Hosting;

/// <summary>Limits that hold over nodes which share nothing but a PostgreSQL.</summary>
public sealed class SharedRateCounterTests : IAsyncLifetime
{
    private const int Limit = 100;
    private CoreHub _hub = null!;
    private CountedContexts _contexts = null!;

    public async ValueTask InitializeAsync()
    {
        _hub = await CoreHub.StartAsync(onPostgres: true);
        _contexts = new CountedContexts(_hub.Get<IDbContextFactory<IntegrationsDbContext>>());
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory, Proves("M1", "V1")]
    [InlineData(1), InlineData(20), InlineData(30), InlineData(100), InlineData(200)]
    public async Task ThreeNodesUnderOneCallersFlood_AdmitTheLimitTogether_LessTheirUnusedLeases(int limit)
    {
        var nodes = Nodes(3);

        var verdicts = await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Task.Run(() => nodes[i % 3].TakeAsync("caller", limit, default).AsTask())));

        var slack = 2 * Math.Max(1, limit / LeasedPermits.ShareOfLimit);
        Assert.InRange(verdicts.Count(v => v.IsAdmitted), Math.Max(1, limit - slack), limit);
    }

    [Fact, Proves("M1", "V1")]
    public async Task InAny60Seconds_NoMoreThanTheLimitIsAdmitted_WhateverTheRhythm()
    {
        var nodes = Nodes(3);
        var admitted = new List<DateTimeOffset>();
        var random = new Random(7);
        for (var i = 0; i < 1_500; i++)
        {
            _hub.Clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 400)));
            if ((await nodes[random.Next(3)].TakeAsync("caller", Limit, default)).IsAdmitted)
            {
                admitted.Add(_hub.Clock.GetUtcNow());
            }
        }

        Assert.True(admitted.Count > Limit);
        Assert.All(admitted, start => Assert.True(admitted.Count(at => at >= start && at < start + RateCounter.Window) <= Limit));
    }

    [Fact, Proves("M1")]
    public async Task BusyCallersRequests_MostlyAskNoDatabase_AndAFloodAsksNone()
    {
        var node = Nodes(1)[0];
        for (var i = 0; i < Limit; i++)
        {
            Assert.True((await node.TakeAsync("caller", Limit, default)).IsAdmitted);
        }

        Assert.InRange(_contexts.Count, 1, (Limit / 5) + 3);

        Assert.False((await node.TakeAsync("caller", Limit, default)).IsAdmitted);
        var before = _contexts.Count;
        for (var i = 0; i < 10_000; i++)
        {
            Assert.False((await node.TakeAsync("caller", Limit, default)).IsAdmitted);
        }

        Assert.Equal(before, _contexts.Count);
    }

    [Fact, Proves("M1")]
    public async Task SlowCallerOverThreeNodes_WastesNoPermits()
    {
        var nodes = Nodes(3);

        // One node after the other, 83 a minute, under the limit of 100.
        for (var i = 0; i < 300; i++)
        {
            _hub.Clock.Advance(TimeSpan.FromMilliseconds(720));
            Assert.True((await nodes[i % 3].TakeAsync("caller", Limit, default)).IsAdmitted, $"request {i}");
        }
    }

    [Fact, Proves("M1")]
    public async Task DatabaseThatDoesNotAnswer_LeavesEachNodeItsOwnLimit()
    {
        var node = Nodes(1)[0];
        _contexts.IsDown = true;

        for (var i = 0; i < Limit; i++)
        {
            Assert.True((await node.TakeAsync("caller", Limit, default)).IsAdmitted);
        }

        Assert.False((await node.TakeAsync("caller", Limit, default)).IsAdmitted);
    }

    [Fact]
    public async Task Sweep_DeletesWhatNoLongerCounts()
    {
        var node = Nodes(1)[0];
        await node.TakeAsync("caller", Limit, default);
        var leases = new RateLeases(_contexts, _hub.Clock);
        Assert.Equal(0, await leases.SweepAsync(default));

        _hub.Clock.Advance(TimeSpan.FromSeconds(66));

        Assert.Equal(1, await leases.SweepAsync(default));
    }

    [Fact, Proves("M1", "S3")]
    public async Task TwoHubsOnOnePostgres_CountSignInsTogether()
    {
        var database = await PostgresServer.Current.CreateHubDatabaseAsync();
        try
        {
            await using var first = Hub(database);
            await using var second = Hub(database);
            using var one = first.Anonymous();
            using var two = second.Anonymous();
            var statuses = new List<HttpStatusCode>();
            for (var i = 0; i < 24; i++)
            {
                using var body = System.Net.Http.Json.JsonContent.Create(new { email = $"nobody{i}@acme.test", password = "wrong" });
                using var answer = await (i % 2 == 0 ? one : two).PostAsync(new Uri("/api/auth/token", UriKind.Relative), body);
                statuses.Add(answer.StatusCode);
            }

            Assert.Equal(20, statuses.Count(s => s == HttpStatusCode.Unauthorized));
            Assert.Equal(4, statuses.Count(s => s == HttpStatusCode.TooManyRequests));
        }
        finally
        {
            await PostgresServer.Current.DropAsync(database);
        }
    }

    private static HubApp Hub(string database) => new HubApp().With("Database:Provider", "Postgres").With("ConnectionStrings:Integrations", database)
        .With("KeyRing:Key", Convert.ToBase64String(new byte[32]));

    private List<SharedRateCounter> Nodes(int count) =>
        [.. Enumerable.Range(0, count).Select(_ => new SharedRateCounter(new RateLeases(_contexts, _hub.Clock), new RateCounter(_hub.Clock, 1_000), _hub.Clock, 1_000, NullLogger<SharedRateCounter>.Instance))];

    /// <summary>Each context stands for one visit to the database.</summary>
    private sealed class CountedContexts(IDbContextFactory<IntegrationsDbContext> contexts) : IDbContextFactory<IntegrationsDbContext>
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public bool IsDown { get; set; }

        public IntegrationsDbContext CreateDbContext()
        {
            Interlocked.Increment(ref _count);
            return IsDown ? throw new TimeoutException("The database does not answer.") : contexts.CreateDbContext();
        }

        public Task<IntegrationsDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => Task.FromResult(CreateDbContext());
    }
}
