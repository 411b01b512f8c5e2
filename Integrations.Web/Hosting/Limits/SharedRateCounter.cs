using System.Collections.Concurrent;
using Integrations.Core.Identity;

namespace Integrations.Web.Hosting.Limits;

/// <summary>
/// Counts over all nodes on one PostgreSQL: each node leases permits of a caller's limit and uses them up before it asks again.
/// A lease is as large as what the caller lately used of one in <see cref="UseBy"/>, at most a twentieth of the limit. Permits
/// must be used within that time and count that much longer, so that in any 60 seconds all nodes together never admit more than
/// the limit; what a node leased and did not use is the slack, at most a twentieth of the limit a node. A refusal is remembered
/// until a place can be free, so a flood costs the database nothing.
/// </summary>
internal sealed partial class SharedRateCounter(RateLeases leases, RateCounter alone, TimeProvider clock, int maxPartitions, ILogger<SharedRateCounter> logger) : IRateCounter
{
    internal static readonly TimeSpan UseBy = TimeSpan.FromSeconds(3);
    internal const int ShareOfLimit = 20;

    /// <summary>Of what the caller's pace promises, so that little lapses.</summary>
    private const double Caution = 0.8;
    private const int SharedPartitions = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private int _count;
    private long _nextSweep;
    private long _aloneUntil;

    private static TimeSpan Counts => RateCounter.Window + UseBy;

    public async ValueTask<RateVerdict> TakeAsync(string key, int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Sweep(now);
        if (now.UtcTicks < Interlocked.Read(ref _aloneUntil))
        {
            return await alone.TakeAsync(key, limit, cancellationToken);
        }

        var (name, held) = Find(key);
        if (held.TryTake(now, limit) is { } verdict)
        {
            return verdict;
        }

        // One of a caller's requests asks; the others wait for what it brings.
        await held.Turn.WaitAsync(cancellationToken);
        try
        {
            now = clock.GetUtcNow();
            return held.TryTake(now, limit) ?? await LeaseAsync(name, held, limit, now, cancellationToken);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested && (Databases.IsUnavailable(failed) || failed is OperationCanceledException))
        {
            // The request itself will tell that the database is down; a limit of this node's own holds meanwhile.
            Interlocked.Exchange(ref _aloneUntil, (clock.GetUtcNow() + AloneFor).UtcTicks);
            LogAlone(logger, failed);
            return await alone.TakeAsync(key, limit, cancellationToken);
        }
        finally
        {
            held.Turn.Release();
        }
    }

    private async Task<RateVerdict> LeaseAsync(string name, Held held, int limit, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var grant = await leases.TakeAsync(name, held.NextSize(now, limit), limit, Counts, patience.Token);
        held.Receive(grant, now, limit);
        return held.TryTake(now, limit)!.Value;
    }

    private (string Name, Held Held) Find(string key)
    {
        if (_held.TryGetValue(key, out var held))
        {
            return (key, held);
        }

        // Known callers keep their own counters; a flood of new names shares a few.
        var name = Volatile.Read(ref _count) < maxPartitions ? key : $"others|{(uint)StringComparer.Ordinal.GetHashCode(key) % SharedPartitions}";
        var fresh = new Held();
        held = _held.GetOrAdd(name, fresh);
        if (ReferenceEquals(held, fresh))
        {
            Interlocked.Increment(ref _count);
        }

        return (name, held);
    }

    // Once a second at most, by the first who comes.
    private void Sweep(DateTimeOffset now)
    {
        var due = Interlocked.Read(ref _nextSweep);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextSweep, now.UtcTicks + TimeSpan.TicksPerSecond, due) != due)
        {
            return;
        }

        foreach (var (key, held) in _held)
        {
            if (held.IsIdle(now) && _held.TryRemove(key, out _))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }

    [LoggerMessage(4301, LogLevel.Warning, "Rate limits are counted by this node alone for a while: the database did not answer")]
    private static partial void LogAlone(ILogger logger, Exception exception);

    /// <summary>What this node holds of one caller's limit.</summary>
    private sealed class Held
    {
        private readonly Lock _lock = new();
        private int _permits;
        private int _used;
        private DateTimeOffset _leasedAt;
        private int _free;
        private DateTimeOffset _useBy;
        private DateTimeOffset _refusedUntil;
        private DateTimeOffset _resetAt;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>A verdict from what is held; null when the database has to be asked.</summary>
        public RateVerdict? TryTake(DateTimeOffset now, int limit)
        {
            lock (_lock)
            {
                if (now < _refusedUntil)
                {
                    return new RateVerdict(false, limit, 0, _refusedUntil);
                }

                if (_permits == 0 || now >= _useBy)
                {
                    return null;
                }

                _permits--;
                _used++;
                return new RateVerdict(true, limit, _free + _permits, _resetAt);
            }
        }

        public int NextSize(DateTimeOffset now, int limit)
        {
            lock (_lock)
            {
                var elapsed = Math.Max((now - _leasedAt).TotalSeconds, 0.001);
                return (int)Math.Clamp(Caution * _used * UseBy.TotalSeconds / elapsed, 1, Math.Max(1, limit / ShareOfLimit));
            }
        }

        public void Receive(RateGrant grant, DateTimeOffset now, int limit)
        {
            lock (_lock)
            {
                (_permits, _used, _leasedAt, _useBy, _free) = (grant.Granted, 0, now, now + UseBy, Math.Max(0, limit - grant.Taken));
                _resetAt = DateTimeOffset.FromUnixTimeMilliseconds(grant.Oldest) + Counts;
                if (grant.Granted == 0)
                {
                    // At least a moment, whatever another node's clock says.
                    _refusedUntil = _resetAt > now ? _resetAt : now + TimeSpan.FromSeconds(1);
                }
            }
        }

        public bool IsIdle(DateTimeOffset now)
        {
            lock (_lock)
            {
                return now >= _useBy && now >= _refusedUntil && Turn.CurrentCount == 1;
            }
        }
    }
}
