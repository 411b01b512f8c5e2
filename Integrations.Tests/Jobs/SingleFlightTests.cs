using Integrations.Core.Jobs;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Jobs;

/// <summary>Work that many callers need at the same moment.</summary>
public sealed class SingleFlightTests
{
    [Fact]
    public async Task Join_ByManyAtTheSameMoment_StartsOnce()
    {
        const int Callers = 8;
        const int Rounds = 2_000;
        var flights = new SingleFlight<int, int>();
        var started = 0;
        using var together = new Barrier(Callers);

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Factory.StartNew(
            () =>
            {
                for (var round = 0; round < Rounds; round++)
                {
                    together.SignalAndWait();
                    _ = flights.Join(round, () =>
                    {
                        Interlocked.Increment(ref started);
                        return new TaskCompletionSource<int>().Task;
                    });
                }
            },
            default,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(Rounds, await Eventually.ValueAsync(() => Task.FromResult(Volatile.Read(ref started)), count => count >= Rounds));
    }

    [Fact]
    public async Task Join_AfterARunHasEnded_StartsAnother()
    {
        var flights = new SingleFlight<string, int>();
        for (var run = 1; run <= 3; run++)
        {
            var (shared, isFirst) = flights.Join("key", () => Task.FromResult(run));
            Assert.True(isFirst);
            Assert.Equal(run, await shared);
        }
    }

    [Fact]
    public async Task Join_AfterARunHasFailed_StartsAnother()
    {
        var flights = new SingleFlight<string, int>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => flights.Join("key", () => throw new InvalidOperationException("As wanted.")).Run);

        Assert.Equal(7, await flights.Join("key", () => Task.FromResult(7)).Run);
    }

    [Fact]
    public async Task Join_WhileARunIsUnderWay_SharesIt()
    {
        var flights = new SingleFlight<string, int>();
        var end = new TaskCompletionSource<int>();
        var (first, _) = flights.Join("key", () => end.Task);

        var (second, isFirst) = flights.Join("key", () => throw new InvalidOperationException("It was begun twice."));

        Assert.False(isFirst);
        end.SetResult(5);
        Assert.Equal((5, 5), (await first, await second));
        await flights.IdleAsync();
    }
}
