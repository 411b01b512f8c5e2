using Integrations.Core.Bulk;
using Integrations.Core.Connections;
using Integrations.Core.Identity;
using Integrations.Core.Storage;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Storage.Postgres;
using Integrations.Storage.Sqlite;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Integrations.Tests.Diagnostics;

/// <summary>Work in the background that fails, hangs, or sees the time of day change.</summary>
public sealed class BackgroundLoopTests
{
    [Fact, Proves("X3")]
    public async Task LoopThatThrows_IsCounted_BacksOffFromOneSecondToSixty_AndGoesOn()
    {
        var clock = new MovableClock();
        using var loop = new TroubledLoop(clock) { Trouble = Trouble.Throws };
        await loop.StartAsync(default);

        var failures = 0;
        foreach (var pause in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            failures++;
            await Eventually.ValueAsync(() => Task.FromResult((loop.Failures, clock.Waiting)), seen => seen == (failures, 1));
            clock.Advance(TimeSpan.FromSeconds(pause) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(failures, loop.Rounds);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            await Eventually.ValueAsync(() => Task.FromResult(loop.Rounds), rounds => rounds > failures);
        }

        loop.Trouble = Trouble.None;
        await Eventually.ValueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(60));
                return Task.FromResult(loop.Failures);
            },
            count => count == 0);
        await loop.StopAsync(default);
    }

    [Fact]
    public async Task LoopThatIsStoppedAsItStarts_HasNotFailed()
    {
        for (var i = 0; i < 300; i++)
        {
            using var loop = new TroubledLoop(new MovableClock());
            await loop.StartAsync(default);

            await loop.StopAsync(default);

            Assert.Equal(TaskStatus.RanToCompletion, loop.ExecuteTask!.Status);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loop_LetsTheStartGoFirst_UnlessWorkArrives(bool workArrives)
    {
        var pause = TimeSpan.FromSeconds(2);
        var clock = new MovableClock();
        using var loop = new TroubledLoop(clock);
        loop.BeginAfter(pause);
        await loop.StartAsync(default);
        await Eventually.ValueAsync(() => Task.FromResult(clock.Waiting), waiting => waiting == 1);

        clock.Advance(pause - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, loop.Rounds);
        if (workArrives)
        {
            loop.Wake();
        }
        else
        {
            clock.Advance(pause + TimeSpan.FromMilliseconds(1));
        }

        await Eventually.ValueAsync(() => Task.FromResult(loop.Rounds), rounds => rounds == 1);
        await loop.StopAsync(default);
    }

    [Fact, Proves("X3")]
    public async Task LoopThatHangs_TurnsHealthToDegraded_AndTheHubServesOn()
    {
        var clock = new MovableClock();
        using var loop = new TroubledLoop(clock) { Trouble = Trouble.Hangs };
        await using var hub = new HubApp().Serving(services => services.AddSingleton<IHostedService>(loop));
        using var client = hub.Anonymous();
        await Eventually.ValueAsync(() => Task.FromResult(loop.Rounds), rounds => rounds == 1);
        Assert.Contains("\"ok\"", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)), StringComparison.Ordinal);

        // Three periods, each with its longest pause.
        clock.Advance(3 * (TroubledLoop.Rest + TimeSpan.FromSeconds(60)) + TimeSpan.FromSeconds(1));

        Assert.True(loop.IsStalled);
        Assert.Contains("\"degraded\"", await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact, Proves("X3")]
    public async Task DatabaseThatFailsUnderEveryLoop_EndsNone()
    {
        Type[] writers =
        [
            typeof(WebhookDispatcher), typeof(InboundProcessor), typeof(RevocationSweep), typeof(TokenSweep), typeof(ConnectionChecks), typeof(SyncLoop), typeof(BatchLoop), typeof(AccessSweep),
        ];
        FailingDatabase failing = null!;
        await using var hub = await CoreHub.StartAsync(services =>
        {
            services.AddHostedService<AccessSweep>().AddSingleton<IdempotencyStore>().AddSingleton<RateLeases>();
            services.AddSingleton<IDbContextFactory<IntegrationsDbContext>>(provider => failing = new FailingDatabase(provider));
        });
        var loops = hub.Services.GetServices<IHostedService>().OfType<BackgroundLoop>().Where(loop => writers.Contains(loop.GetType())).ToList();
        Assert.Equal(writers.Length, loops.Count);

        failing.Fails = true;
        await Eventually.ValueAsync(
            () =>
            {
                loops.ForEach(loop => loop.Wake());
                return Task.FromResult(string.Join(' ', loops.Where(loop => loop.Failures == 0).Select(loop => loop.GetType().Name)));
            },
            well => well.Length == 0);

        failing.Fails = false;
        await Eventually.ValueAsync(() => Task.FromResult(string.Join(' ', loops.Where(loop => loop.Failures > 0).Select(loop => loop.GetType().Name))), ill => ill.Length == 0);
    }

    [Fact, Proves("X3")]
    public void WhateverRunsInTheBackground_IsALoopThatKeepsTheseRules()
    {
        // Both write as things come, in groups, and end with the last writer; the inbox loses a group rather than hold a vendor up.
        string[] others = ["ActivityLog", "InboxRecorder"];

        var strangers = typeof(Core.IntegrationsCore).Assembly.GetTypes().Concat(typeof(BackgroundLoop).Assembly.GetTypes()).Concat(typeof(Program).Assembly.GetTypes())
            .Where(type => typeof(BackgroundService).IsAssignableFrom(type) && !typeof(BackgroundLoop).IsAssignableFrom(type)).Select(type => type.Name);

        Assert.Equal(others, strangers.Order(StringComparer.Ordinal));
    }

    [Theory, Proves("X4"), InlineData(1), InlineData(-1)]
    public async Task TimeOfDayThatIsSetByAnHour_MakesNoLoopLookStalled(int hours)
    {
        var clock = new MovedClock();
        using var loop = new TroubledLoop(clock);
        await loop.StartAsync(default);
        await Eventually.ValueAsync(() => Task.FromResult(loop.Rounds), rounds => rounds > 0);

        clock.Advance(TimeSpan.FromHours(hours));

        Assert.False(loop.IsStalled);
        await loop.StopAsync(default);
    }

    private enum Trouble
    {
        None,
        Throws,
        Hangs,
    }

    private sealed class TroubledLoop(TimeProvider clock) : BackgroundLoop(clock, NullLogger.Instance)
    {
        public static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

        private int _rounds;

        public Trouble Trouble { get; set; }

        public int Rounds => Volatile.Read(ref _rounds);

        protected override TimeSpan Period => Rest;

        public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _rounds);
            if (Trouble == Trouble.Hangs)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return Trouble == Trouble.Throws ? throw new InvalidOperationException("As wanted.") : 0;
        }
    }

    /// <summary>A database that no one gets a connection to, while it is told so.</summary>
    private sealed class FailingDatabase(IServiceProvider provider) : IDbContextFactory<IntegrationsDbContext>
    {
        public bool Fails { get; set; }

        public IntegrationsDbContext CreateDbContext() =>
            Fails ? throw new InvalidOperationException("As wanted.")
            : provider.GetService<IDbContextFactory<SqliteIntegrationsDbContext>>() is { } file ? file.CreateDbContext()
            : provider.GetRequiredService<IDbContextFactory<PostgresIntegrationsDbContext>>().CreateDbContext();
    }
}
