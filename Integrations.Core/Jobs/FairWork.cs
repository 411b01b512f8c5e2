using System.Collections.Concurrent;
using Integrations.Primitives;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Jobs;

/// <summary>
/// Background work on items of many organizations: organizations take turns, a bounded number of items runs side by side, each has a
/// deadline of its own, and nothing that an item does or throws holds up another's (RELIABILITY L4, X3). The loop never waits for an
/// item: while one hangs, the next round starts others.
/// </summary>
public abstract partial class FairWork<T>(WorkLimits limits, TimeProvider clock, ILogger logger) : BackgroundLoop(clock, logger)
    where T : class
{
    private const int MostOrganizations = 256;
    private const int MostRemembered = 10_000;

    private readonly WorkSlots _slots = new(limits);
    private readonly SemaphoreSlim _starting = new(1, 1);
    private readonly ConcurrentDictionary<Task, bool> _running = new();
    private readonly ConcurrentDictionary<Guid, long> _rested = new();
    private readonly Dictionary<Guid, long> _served = [];
    private long _turns;
    private long? _prepared;

    /// <summary>For work that is not claimed and may still be due when it ended: how long the same key is left alone afterwards.</summary>
    protected virtual TimeSpan Rest => TimeSpan.Zero;

    /// <summary>Prepares, runs all that is due now, and returns when nothing runs any more.</summary>
    /// <returns>How many items it ran.</returns>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await PrepareAsync(cancellationToken);
        var (mine, seen) = (new List<Task>(), new HashSet<Guid>());
        while (true)
        {
            // What the loop itself started is waited for too: it may be what the caller is about to look at. Taken before the look,
            // because what ended meanwhile may have freed some.
            var running = Running();
            if (await StartAsync(mine, seen, cancellationToken) > 0)
            {
                continue;
            }

            running = running.Count > 0 ? running : Running();
            if (running.Count == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return mine.Count;
            }

            await Task.WhenAny(running);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _starting.Dispose();
        base.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Once a period, before anything is looked for: finds out what work there is, or tidies.</summary>
    protected virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Organizations that have something due, those that wait longest first.</summary>
    /// <param name="full">Organizations that are full.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    protected abstract Task<IReadOnlyList<Guid>> ReadyAsync(IReadOnlyCollection<Guid> full, int most, CancellationToken cancellationToken);

    /// <summary>What is due of one organization, the longest due first.</summary>
    /// <param name="organization">Whose.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="busy">Keys that are full.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    protected abstract Task<IReadOnlyList<T>> FindAsync(Guid organization, int most, IReadOnlyCollection<Guid> busy, CancellationToken cancellationToken);

    /// <summary>What an item has a cap with: its integration, or its connection.</summary>
    protected abstract Guid KeyOf(T item);

    /// <summary>Claims one item against other processes.</summary>
    protected abstract Task<Took> TakeAsync(T item, CancellationToken cancellationToken);

    /// <summary>Does the work and writes its outcome.</summary>
    /// <param name="item">Taken.</param>
    /// <param name="cancellationToken">Ends at the deadline, and when the process stops.</param>
    protected abstract Task DoAsync(T item, CancellationToken cancellationToken);

    /// <summary>Writes that the work threw, or was cut off at its deadline.</summary>
    protected abstract Task FailAsync(T item, Failure failure, CancellationToken cancellationToken);

    /// <summary>Gives an item back whose work was cut off because the process stops (RELIABILITY X1).</summary>
    protected abstract Task ReleaseAsync(T item);

    /// <inheritdoc/>
    protected override async Task<int> RoundAsync(CancellationToken stoppingToken)
    {
        if (_prepared is not { } last || Clock.GetElapsedTime(last) >= Period / 2)
        {
            await PrepareAsync(stoppingToken);
            _prepared = Clock.GetTimestamp();
        }

        return await StartAsync(mine: null, seen: null, stoppingToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await base.ExecuteAsync(stoppingToken);
        // Each gives back what it holds.
        await Task.WhenAll(_running.Keys);
    }

    /// <param name="mine">Gets what was started.</param>
    /// <param name="seen">Keys that were run already and may still be due; null for those that rested too little.</param>
    /// <param name="cancellationToken">Of what is started, too.</param>
    /// <returns>Above zero when another look may find more.</returns>
    private async Task<int> StartAsync(List<Task>? mine, HashSet<Guid>? seen, CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_slots.Free <= 0)
            {
                return 0;
            }

            var progress = 0;
            var ready = (await ReadyAsync(_slots.FullOrganizations(), MostOrganizations, cancellationToken)).OrderBy(o => _served.GetValueOrDefault(o)).ToList();
            for (var turn = 0; turn < ready.Count && _slots.Free > 0; turn++)
            {
                var organization = ready[turn];
                // Where many wait, each gets a little.
                var share = Math.Min(_slots.FreeOf(organization), Math.Max(1, _slots.Free / (ready.Count - turn)));
                if (share > 0)
                {
                    Serve(organization);
                    foreach (var item in await FindAsync(organization, share, Busy(seen), cancellationToken))
                    {
                        progress += await StartAsync(organization, item, mine, seen, cancellationToken);
                    }
                }
            }

            return progress;
        }
        finally
        {
            _starting.Release();
        }
    }

    private async Task<int> StartAsync(Guid organization, T item, List<Task>? mine, HashSet<Guid>? seen, CancellationToken cancellationToken)
    {
        var key = KeyOf(item);
        if (!_slots.TryEnter(organization, key))
        {
            return 0;
        }

        var took = Took.Lost;
        try
        {
            took = await TakeAsync(item, cancellationToken);
        }
        finally
        {
            if (took != Took.Run)
            {
                _slots.Leave(organization, key);
            }
        }

        if (took == Took.Run)
        {
            seen?.Add(key);
            var running = Task.Run(() => RunAsync(organization, key, item, cancellationToken), CancellationToken.None);
            mine?.Add(running);
            _running[running] = true;
            _ = running.ContinueWith(ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        return took == Took.Lost ? 0 : 1;
    }

    private async Task RunAsync(Guid organization, Guid key, T item, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(limits.Deadline, Clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        try
        {
            await DoAsync(item, both.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await GuardedAsync(() => ReleaseAsync(item));
        }
        catch (Exception exception)
        {
            var failure = exception is OperationCanceledException && deadline.IsCancellationRequested ? WorkFailures.TooLong(limits.Deadline) : WorkFailures.Broken;
            LogFailed(Logger, exception, GetType().Name, organization, key, failure.Code);
            await GuardedAsync(() => FailAsync(item, failure, CancellationToken.None));
        }
        finally
        {
            if (Rest > TimeSpan.Zero)
            {
                _rested[key] = Clock.GetTimestamp();
            }

            _slots.Leave(organization, key);
            Wake();
        }
    }

    /// <summary>What cannot be written now is due again when the lease ends.</summary>
    private async Task GuardedAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception)
        {
            LogNotWritten(Logger, exception, GetType().Name);
        }
    }

    private List<Task> Running() => [.. _running.Keys.Where(task => !task.IsCompleted)];

    private List<Guid> Busy(HashSet<Guid>? seen)
    {
        var busy = _slots.FullKeys();
        if (Rest <= TimeSpan.Zero)
        {
            return busy;
        }

        foreach (var (key, ended) in _rested)
        {
            if (Clock.GetElapsedTime(ended) >= Rest)
            {
                _rested.TryRemove(key, out _);
            }
        }

        return [.. busy, .. seen ?? _rested.Keys.AsEnumerable()];
    }

    private void Serve(Guid organization)
    {
        if (_served.Count >= MostRemembered)
        {
            _served.Clear();
        }

        _served[organization] = ++_turns;
    }

    [LoggerMessage(3902, LogLevel.Error, "{Work} of organization {OrganizationId} failed ({Key}): {Code}")]
    private static partial void LogFailed(ILogger logger, Exception exception, string work, Guid organizationId, Guid key, string code);

    [LoggerMessage(3903, LogLevel.Error, "{Work}: an outcome could not be stored; it is due again later")]
    private static partial void LogNotWritten(ILogger logger, Exception exception, string work);
}
