using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Connectors.Http;
using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Integrations.Tests.Connectors;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Connections;

/// <summary>Vendors' budgets that nodes spend together which share nothing but a PostgreSQL.</summary>
public sealed class SharedBudgetTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly VendorBudget Thirty = new(30, Minute, IsPerClient: false) { LimitHeader = "X-Limit", RemainingHeader = "X-Remaining" };

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MovableClock _clock = new();
    private readonly BudgetOwner _owner = new("acme", Guid.NewGuid(), BudgetOwner.Hub);
    private CoreHub _hub = null!;

    public async ValueTask InitializeAsync() => _hub = await CoreHub.StartAsync(onPostgres: true);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _hub.DisposeAsync();
    }

    [Fact]
    public async Task TenCallersOfThirtyAMinute_OnTwoNodes_NoPersonIsRefusedByTheVendor_WhileJobsWait()
    {
        using var vendor = new LimitedVendor(30, Minute, _clock);
        VendorBudgets[] nodes = [Node(), Node()];
        var working = Enumerable.Range(0, 10).Select(caller => Task.Run(async () =>
        {
            using var jobs = Calls(nodes[caller % 2], vendor, isJob: true);
            for (var call = 0; call < 12; call++)
            {
                await WorkAsync(jobs);
            }
        })).ToList();

        // Seven at a time, each 80 seconds, are within the people's quarter: the clock stands still until they have them, so that none of them waits.
        for (var second = 0; second < 2_000 && !working.TrueForAll(one => one.IsCompleted); second++)
        {
            if (second % 80 == 0)
            {
                await Task.WhenAll(nodes.Select((node, index) => VisitAsync(node, vendor, 3 + index)));
            }

            await Eventually.ValueAsync(() => Task.FromResult(working.Count(one => one.IsCompleted) + _clock.Waiting), still => still >= working.Count);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.All(working, one => Assert.True(one.IsCompleted));
        await Task.WhenAll(working);
        Assert.Equal(0, vendor.Refused);
    }

    [Fact]
    public async Task NoWindow_HoldsMoreThanItsRequests_WhicheverNodesSendThem_AndItsRowStaysSmall()
    {
        using var vendor = new LimitedVendor(1_000_000, Minute, _clock);
        var thirty = Thirty with { RemainingHeader = null };
        var nodes = Enumerable.Range(0, 3).Select(_ => Calls(Node(), vendor, isJob: false, thirty)).ToList();
        var sent = new List<DateTimeOffset>();
        var random = new Random(7);
        for (var call = 0; call < 600; call++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 1_500)));
            if (await AskAsync(nodes[random.Next(3)], isPatient: false) is not null)
            {
                sent.Add(_clock.GetUtcNow());
            }
        }

        nodes.ForEach(node => node.Dispose());
        Assert.All(sent, start => Assert.InRange(sent.Count(at => at >= start && at < start + Minute), 1, 30));
        Assert.True(sent.Count > 600 * 0.75 / 60 * 30 * 0.7, $"{sent.Count} sent");
        var row = await _hub.WithDatabaseAsync(db => db.Set<Core.Identity.RateLease>().AsNoTracking().SingleAsync(lease => lease.Key == _owner.KeyOf(thirty)));
        Assert.InRange(row.Leases.Length, 3, 15);
    }

    [Theory]
    [InlineData(2), InlineData(300), InlineData(-300)]
    public async Task NodesWhoseClocksAreApart_SpendOneBudget(int seconds)
    {
        using var vendor = new LimitedVendor(1_000_000, Minute, _clock);
        var ten = new VendorBudget(10, TimeSpan.FromSeconds(10), IsPerClient: false);
        using var right = Calls(Node(), vendor, isJob: false, ten);
        using var wrong = Calls(Node(contexts: null, new Apart(_clock, TimeSpan.FromSeconds(seconds))), vendor, isJob: false, ten);
        var sent = new List<DateTimeOffset>();
        for (var call = 0; call < 300; call++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(250));
            if (await AskAsync(call % 2 == 0 ? right : wrong, isPatient: false) is not null)
            {
                sent.Add(_clock.GetUtcNow());
            }
        }

        Assert.All(sent, start => Assert.InRange(sent.Count(at => at >= start && at < start + ten.Window), 1, 10));
        Assert.True(sent.Count > 40, $"{sent.Count} sent");
    }

    [Fact]
    public async Task CountsOfATimeThatIsFarOff_AreNotBelieved()
    {
        using var vendor = new LimitedVendor(1_000, Minute, _clock);
        var thirty = Thirty with { RemainingHeader = null };
        var part = _clock.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds() / (long)(Minute / BudgetClaim.Parts).TotalMilliseconds;
        await _hub.WithDatabaseAsync(async db =>
        {
            db.Add(new Core.Identity.RateLease { Key = _owner.KeyOf(thirty), Leases = [0, 0, (part << 24) | 30], EndsAt = _clock.GetUtcNow().AddDays(1) });
            return await db.SaveChangesAsync();
        });
        var node = Node();

        Assert.Equal((30, 30, null), Short(Assert.Single(await node.LookAsync(_owner, new KnownLimits(thirty), None))));
        using var calls = Calls(node, vendor, isJob: false, thirty);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(calls));
    }

    [Fact]
    public async Task WhatAVendorTellsOneNode_HoldsForTheOthers()
    {
        using var vendor = new LimitedVendor(100, Minute, _clock) { Headers = { ["X-Limit"] = "100" } };
        using var first = Calls(Node(), vendor, isJob: false);
        using var second = Calls(Node(), vendor, isJob: false);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(first));

        // The account may have more than the file says: the other node learns it without an answer of its own.
        for (var call = 0; call < 40; call++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(first));
        }

        Assert.Equal(HttpStatusCode.OK, await AskAsync(second));

        // Another program used up all but three.
        vendor.Spend(54);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(first));
        var left = 0;
        while (await AskAsync(second) is { } status)
        {
            Assert.Equal(HttpStatusCode.OK, status);
            left++;
        }

        Assert.InRange(left, 1, 3);
        Assert.Equal(0, vendor.Refused);
    }

    [Fact]
    public async Task RetryAfterOfOneNode_StopsTheOthers_UntilItIsOver()
    {
        using var refusing = new LimitedVendor(0, Minute, _clock) { Headers = { ["Retry-After"] = "50" } };
        using var well = new LimitedVendor(30, Minute, _clock);
        using var first = Calls(Node(), refusing, isJob: false);
        using var second = Calls(Node(), well, isJob: false);

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync(first));

        var wait = (await Assert.ThrowsAsync<BudgetSpentException>(() => SendAsync(second))).Wait;
        Assert.InRange(wait, TimeSpan.FromSeconds(49), TimeSpan.FromSeconds(50));
        Assert.Equal(0, well.Asked);
        _clock.Advance(TimeSpan.FromSeconds(51));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(second));
    }

    [Fact]
    public async Task BurstsInALongWindow_CostWhatTheySent_AndNotWhatWasLeased()
    {
        using var vendor = new LimitedVendor(1_000_000, TimeSpan.FromHours(1), _clock);
        using var calls = Calls(Node(), vendor, isJob: false, new VendorBudget(1_000, TimeSpan.FromHours(1), IsPerClient: false));

        for (var burst = 0; burst < 60; burst++)
        {
            for (var call = 0; call < 15; call++)
            {
                Assert.Equal(HttpStatusCode.OK, await AskAsync(calls));
            }

            _clock.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(900, vendor.Asked);
    }

    [Fact]
    public async Task ClientsBudget_IsOneForAllNodesAndConnections_AConnectionsIsItsOwn()
    {
        using var vendor = new LimitedVendor(1_000, Minute, _clock);
        var (ofClient, ofConnection) = (new VendorBudget(4, Minute, IsPerClient: true), new VendorBudget(3, Minute, IsPerClient: false));
        VendorBudgets[] nodes = [Node(), Node()];
        var answers = new List<bool>();
        foreach (var connection in new[] { Guid.NewGuid(), Guid.NewGuid() })
        {
            for (var call = 0; call < 4; call++)
            {
                using var calls = Calls(nodes[call % 2], vendor, isJob: false, new BudgetOwner("acme", connection, BudgetOwner.Hub), ofClient, ofConnection);
                answers.Add(await AskAsync(calls) is not null);
            }
        }

        Assert.Equal([true, true, true, false], answers.Take(4));
        Assert.Equal(1, answers.Skip(4).Count(isAnswered => isAnswered));
        using var pasted = Calls(nodes[0], vendor, isJob: false, new BudgetOwner("acme", Guid.NewGuid(), "another"), ofClient, ofConnection);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(pasted));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task DatabaseThatDoesNotAnswer_OrAnythingElseThatGoesWrong_LeavesEachNodeToCountForItself(bool isOther)
    {
        using var vendor = new LimitedVendor(1_000, Minute, _clock);
        var contexts = new Gone(_hub.Get<IDbContextFactory<IntegrationsDbContext>>(), isOther ? new InvalidOperationException("Another thing.") : new TimeoutException("The database does not answer."));
        using var calls = Calls(Node(contexts), vendor, isJob: false, Thirty with { RemainingHeader = null });
        Assert.Equal(HttpStatusCode.OK, await AskAsync(calls));
        contexts.IsDown = true;

        for (var call = 0; call < 29; call++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(calls));
        }

        Assert.Null(await AskAsync(calls));
    }

    [Fact]
    public async Task Look_ShowsWhatAllNodesTook_AndTakesNothing()
    {
        using var vendor = new LimitedVendor(1_000, Minute, _clock);
        var (asking, looking) = (Node(), Node());
        var limits = new KnownLimits(Thirty);
        Assert.Equal((30, 30, null), Short(Assert.Single(await looking.LookAsync(_owner, limits, None))));
        using var calls = Calls(asking, vendor, isJob: false, Thirty with { RemainingHeader = null });
        using var refused = Calls(asking, new LimitedVendor(0, Minute, _clock) { Headers = { ["Retry-After"] = "300" } }, isJob: false, Thirty with { RemainingHeader = null });
        for (var call = 0; call < 5; call++)
        {
            await AskAsync(calls);
        }

        var seen = Assert.Single(await looking.LookAsync(_owner, new KnownLimits(Thirty with { RemainingHeader = null }), None));
        Assert.Equal((30, 25), (seen.Limit, seen.Left));
        Assert.InRange(seen.FullAt!.Value - _clock.GetUtcNow(), Minute, Minute * 1.3);

        await AskAsync(refused);
        seen = Assert.Single(await looking.LookAsync(_owner, new KnownLimits(Thirty with { RemainingHeader = null }), None));
        Assert.Equal((0, _clock.GetUtcNow().AddSeconds(300)), (seen.Left, seen.FullAt));
    }

    [Fact]
    public async Task CallsThatWaitAtOneNode_AreSeenAtTheOthers_UntilTheyWaitNoLonger()
    {
        using var vendor = new LimitedVendor(1_000, Minute, _clock);
        var (asking, looking) = (Node(), Node());
        var four = new VendorBudget(4, TimeSpan.FromSeconds(20), IsPerClient: false);
        using var jobs = Calls(asking, vendor, isJob: true, four);
        for (var call = 0; call < 3; call++)
        {
            await SendAsync(jobs);
        }

        // 24 seconds after they were taken there is room again.
        _clock.Advance(TimeSpan.FromSeconds(21));
        var waiting = SendAsync(jobs);
        var seen = await Eventually.ValueAsync(async () => Assert.Single(await looking.LookAsync(_owner, new KnownLimits(four), None)), view => view.JobsWaiting > 0);
        Assert.Equal((1, 0, 1), (seen.Left, seen.PeopleWaiting, seen.JobsWaiting));

        await Eventually.ValueAsync(() => Task.FromResult(_clock.Waiting), alarms => alarms > 0);
        _clock.Advance(TimeSpan.FromSeconds(4));
        await waiting;
        Assert.Equal(0, Assert.Single(await looking.LookAsync(_owner, new KnownLimits(four), None)).JobsWaiting);
    }

    private static (int Limit, int Left, DateTimeOffset? FullAt) Short(BudgetView view) => (view.Limit, view.Left, view.FullAt);

    private static async Task SendAsync(HttpMessageInvoker calls)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
        using var response = await calls.SendAsync(request, None);
    }

    /// <summary>Work that comes again when it was told to.</summary>
    private async Task WorkAsync(HttpMessageInvoker jobs)
    {
        while (true)
        {
            try
            {
                await SendAsync(jobs);
                return;
            }
            catch (BudgetSpentException spent)
            {
                await Task.Delay(spent.Wait, _clock);
            }
        }
    }

    private async Task VisitAsync(VendorBudgets node, LimitedVendor vendor, int calls)
    {
        using var people = Calls(node, vendor, isJob: false);
        for (var call = 0; call < calls; call++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(people));
        }
    }

    /// <summary>Null where the budget has no room.</summary>
    private async Task<HttpStatusCode?> AskAsync(HttpMessageInvoker calls, bool isPatient = true)
    {
        using var impatience = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/x");
        try
        {
            var asked = calls.SendAsync(request, impatience.Token);
            if (!isPatient)
            {
                // It is answered, put off, or waits for a clock that does not move meanwhile.
                await Eventually.ValueAsync(() => Task.FromResult(asked.IsCompleted || _clock.Waiting > 0), settled => settled);
                await impatience.CancelAsync();
            }

            using var response = await asked;
            return response.StatusCode;
        }
        catch (Exception exception) when (exception is BudgetSpentException || (exception is OperationCanceledException && !isPatient))
        {
            return null;
        }
    }

    private VendorBudgets Node(IDbContextFactory<IntegrationsDbContext>? contexts = null) => Node(contexts, _clock);

    /// <param name="contexts">Null for the database as it is.</param>
    /// <param name="clock">The node's; the database goes by the one that the test moves.</param>
    private VendorBudgets Node(IDbContextFactory<IntegrationsDbContext>? contexts, TimeProvider clock) => new(
        clock,
        _services.GetRequiredService<IMeterFactory>(),
        new SharedBudgets(contexts ?? _hub.Get<IDbContextFactory<IntegrationsDbContext>>(), new NodeIdentity(), clock, NullLogger<SharedBudgets>.Instance)
        {
            // A busy machine is no database that is down.
            Patience = Minute,
            Time = new DatabaseClock { Ask = (_, _) => Task.FromResult(_clock.GetUtcNow()) },
        });

    private HttpMessageInvoker Calls(VendorBudgets node, HttpMessageHandler vendor, bool isJob, params VendorBudget[] budgets) => Calls(node, vendor, isJob, _owner, budgets);

    private static HttpMessageInvoker Calls(VendorBudgets node, HttpMessageHandler vendor, bool isJob, BudgetOwner owner, params VendorBudget[] budgets) => new(
        node.Over(new BudgetCounter { InnerHandler = vendor }, owner, isJob, new KnownLimits(budgets is [] ? [Thirty] : budgets)), disposeHandler: false);

    /// <summary>A clock that is set otherwise, and goes as quickly.</summary>
    private sealed class Apart(TimeProvider right, TimeSpan by) : TimeProvider
    {
        public override long TimestampFrequency => right.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => right.GetUtcNow() + by;

        public override long GetTimestamp() => right.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => right.CreateTimer(callback, state, dueTime, period);
    }

    private sealed class Gone(IDbContextFactory<IntegrationsDbContext> contexts, Exception trouble) : IDbContextFactory<IntegrationsDbContext>
    {
        public bool IsDown { get; set; }

        public IntegrationsDbContext CreateDbContext() => IsDown ? throw trouble : contexts.CreateDbContext();
    }
}
