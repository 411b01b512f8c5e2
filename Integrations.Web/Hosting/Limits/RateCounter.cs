using System.Collections.Concurrent;

namespace Integrations.Web.Hosting.Limits;

/// <summary>
/// Counts requests in any 60 seconds, exactly: each counter keeps the times of the requests it admitted, so no edge of a
/// window lets double through (SECURITY V1). The counters live in this process.
/// </summary>
internal sealed class RateCounter(TimeProvider clock, int maxPartitions) : IRateCounter
{
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(60);

    private const int SharedPartitions = 64;

    private readonly ConcurrentDictionary<string, Log> _logs = new(StringComparer.Ordinal);
    private readonly Log[] _shared = [.. Enumerable.Range(0, SharedPartitions).Select(_ => new Log())];
    private int _count;
    private long _nextSweep;

    public int Partitions => _count;

    public ValueTask<RateVerdict> TakeAsync(string key, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = clock.GetUtcNow();
        Sweep(now);
        return ValueTask.FromResult(Find(key).Take(now, limit));
    }

    private Log Find(string key)
    {
        if (_logs.TryGetValue(key, out var log))
        {
            return log;
        }

        if (Volatile.Read(ref _count) >= maxPartitions)
        {
            // Known callers keep their own counters; a flood of new names shares a few.
            return _shared[(int)((uint)string.GetHashCode(key, StringComparison.Ordinal) % SharedPartitions)];
        }

        var fresh = new Log();
        if (_logs.TryAdd(key, fresh))
        {
            Interlocked.Increment(ref _count);
            return fresh;
        }

        return _logs.GetValueOrDefault(key) ?? fresh;
    }

    // Once a second at most, by the first who comes.
    private void Sweep(DateTimeOffset now)
    {
        var due = Interlocked.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, now.UtcTicks + TimeSpan.TicksPerSecond, due) != due)
        {
            return;
        }

        foreach (var (key, log) in _logs)
        {
            if (log.IsIdle(now) && _logs.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    private sealed class Log
    {
        private readonly Queue<long> _times = new(4);

        public RateVerdict Take(DateTimeOffset now, int limit)
        {
            lock (_times)
            {
                while (_times.TryPeek(out var oldest) && oldest <= (now - Window).UtcTicks)
                {
                    _times.Dequeue();
                }

                var isAdmitted = _times.Count < limit;
                if (isAdmitted)
                {
                    _times.Enqueue(now.UtcTicks);
                }

                var reset = new DateTimeOffset(_times.Peek(), TimeSpan.Zero) + Window;
                return new RateVerdict(isAdmitted, limit, limit - _times.Count, reset);
            }
        }

        public bool IsIdle(DateTimeOffset now)
        {
            lock (_times)
            {
                return _times.Count == 0 || _times.Last() <= (now - Window).UtcTicks;
            }
        }
    }
}
