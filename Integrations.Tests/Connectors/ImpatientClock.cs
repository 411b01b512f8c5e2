namespace Integrations.Tests.Connectors;

/// <summary>The system's clock for everything but short waits, which are over at once: retries back off without a test waiting.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < Short ? TimeSpan.FromTicks(1) : dueTime, period);
}
