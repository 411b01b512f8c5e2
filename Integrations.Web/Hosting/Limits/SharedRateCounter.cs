using System.Collections.Concurrent;
using Integrations.Core.Identity;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Limits;

/// <summary>
/// Counts over all nodes on one PostgreSQL: each node leases permits of a caller's limit and uses them up before it asks again.
/// Permits must be used within <see cref="UseBy"/> and count that much longer, so that in any 60 seconds all nodes together never admit more than
/// the limit; what a node leased and did not use is the slack, at most a twentieth of the limit a node. A refusal is remembered
/// until a place can be free, so a flood costs the database nothing.
/// </summary>
internal sealed partial class SharedRateCounter(RateLeases leases, RateCounter alone, TimeProvider clock, int maxPartitions, ILogger<SharedRateCounter> logger) : IRateCounter
{
    internal static readonly TimeSpan UseBy = TimeSpan.FromSeconds(3);

    private const int SharedPartitions = 64;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private int _count;
    private long _nextSweep;
    private readonly Respite _alone = new(clock, AloneFor);

    private static TimeSpan Counts => RateCounter.Window + UseBy;

    public async ValueTask<RateVerdict> TakeAsync(string key, int limit, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        Sweep(now);
        if (_alone.IsOn)
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
            _alone.Begin();
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
        return held.Receive(grant, now, limit);
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
        private readonly LeasedPermits _permits = new(UseBy);
        private int _free;
        private DateTimeOffset _resetAt;

        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>A verdict from what is held; null when the database has to be asked.</summary>
        public RateVerdict? TryTake(DateTimeOffset now, int limit)
        {
            lock (_lock)
            {
                return _permits.TryTake(now) switch
                {
                    true => new RateVerdict(true, limit, _free + _permits.Left, _resetAt),
                    false => new RateVerdict(false, limit, 0, _permits.RefusedUntil),
                    _ => null,
                };
            }
        }

        public int NextSize(DateTimeOffset now, int limit)
        {
            lock (_lock)
            {
                return _permits.NextSize(now, limit);
            }
        }

        /// <summary>The verdict of who asked; others who look at the same moment take what is left of the grant, and not that one's.</summary>
        public RateVerdict Receive(RateGrant grant, DateTimeOffset now, int limit)
        {
            lock (_lock)
            {
                (_free, _resetAt) = (Math.Max(0, limit - grant.Taken), DateTimeOffset.FromUnixTimeMilliseconds(grant.Oldest) + Counts);
                // At least a moment, whatever another node's clock says.
                _permits.Receive(grant.Granted, now, _resetAt > now ? _resetAt : now + TimeSpan.FromSeconds(1));
                return TryTake(now, limit)!.Value;
            }
        }

        public bool IsIdle(DateTimeOffset now)
        {
            lock (_lock)
            {
                return now >= _permits.UseBy && !_permits.IsRefused(now) && Turn.CurrentCount == 1;
            }
        }
    }
}
