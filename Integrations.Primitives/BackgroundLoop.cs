using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integrations.Primitives;

/// <summary>
/// Work that comes again and again: each round catches what goes wrong, counts it, backs off (1 s to 60 s) and goes on; one
/// that has not come round for three periods is seen as stalled (RELIABILITY X3).
/// </summary>
public abstract partial class BackgroundLoop(TimeProvider clock, ILogger logger) : BackgroundService
{
    private const int StalledAfterPeriods = 3;
    private const long Never = long.MinValue;
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(60);

    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _lastRound = Never;
    private TimeSpan _beginAfter;

    /// <summary>Rounds that failed since the last good one.</summary>
    public int Failures { get; private set; }

    /// <summary>
    /// Nothing went well for three periods, the longest pause of each included; the work it does is not being done. Measured without
    /// the time of day, which may be set (RELIABILITY X4).
    /// </summary>
    public bool IsStalled => Volatile.Read(ref _lastRound) is var last and not Never && clock.GetElapsedTime(last) > StalledAfterPeriods * (Period + LongestBackOff);

    /// <summary>How long it rests between rounds; ± 10 %, so that nodes do not march in step.</summary>
    protected abstract TimeSpan Period { get; }

    protected TimeProvider Clock => clock;

    protected ILogger Logger => logger;

    /// <summary>
    /// Leaves the processor to the start and the first requests: the first round comes between one and two times as long after the
    /// loop's start, so that not all begin at once. Work that arrives before wakes the loop as ever.
    /// </summary>
    public void BeginAfter(TimeSpan pause) => _beginAfter = pause * (1 + Random.Shared.NextDouble());

    /// <summary>Starts the next round now.</summary>
    public void Wake() => _wake.Writer.TryWrite(true);

    /// <summary>
    /// Waits until it has begun: a task that is cancelled before it runs ends as one that failed, and a host ends with a service that did, although it was
    /// this loop alone that was to stop.
    /// </summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (ExecuteTask is { } running)
        {
            Task begun = Task.WhenAny(_begun.Task, running);
            await begun.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    /// <summary>One round.</summary>
    /// <returns>How much was done; anything above zero starts the next round at once.</returns>
    public abstract Task<int> RunOnceAsync(CancellationToken cancellationToken);

    /// <summary>What the loop itself does a round; the same, unless it is not to wait for all that it starts.</summary>
    protected virtual Task<int> RoundAsync(CancellationToken stoppingToken) => RunOnceAsync(stoppingToken);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _begun.TrySetResult();
        Volatile.Write(ref _lastRound, clock.GetTimestamp());
        if (_beginAfter > TimeSpan.Zero)
        {
            await RestAsync(_beginAfter, stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var done = await RoundAsync(stoppingToken);
                Volatile.Write(ref _lastRound, clock.GetTimestamp());
                Failures = 0;
                if (done == 0)
                {
                    await RestAsync(Jitter.Around(Period), stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Failures++;
                LogFailed(logger, exception, GetType().Name, Failures);
                var pause = TimeSpan.FromSeconds(Math.Min(LongestBackOff.TotalSeconds, Math.Pow(2, Math.Min(Failures, 10) - 1)));
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task RestAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var timer = Task.Delay(pause, clock, patience.Token);
        await Task.WhenAny(timer, _wake.Reader.WaitToReadAsync(patience.Token).AsTask());
        _wake.Reader.TryRead(out _);
        await patience.CancelAsync();
    }

    [LoggerMessage(3901, LogLevel.Error, "{Loop} failed ({Failures} in a row); trying again")]
    private static partial void LogFailed(ILogger logger, Exception exception, string loop, int failures);
}
