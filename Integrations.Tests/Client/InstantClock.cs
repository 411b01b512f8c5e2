using System.Collections.Concurrent;

namespace Integrations.Tests.Client;

/// <summary>A clock on which every wait is over at once, and is remembered.</summary>
internal sealed class InstantClock : TimeProvider
{
    private long _passed;

    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    /// <summary>Done when something waits, before its wait is over.</summary>
    public Action Meanwhile { get; set; } = () => { };

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _passed));

    public void Advance(TimeSpan by) => Interlocked.Add(ref _passed, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Waits.Enqueue(dueTime);
            Meanwhile();
            Advance(dueTime);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }

        return new Never();
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
