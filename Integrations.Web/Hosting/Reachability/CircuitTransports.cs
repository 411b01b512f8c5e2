namespace Integrations.Web.Hosting.Reachability;

/// <summary>How open pages are connected to this node: by WebSocket, or by asking again and again where a proxy lets no socket through.</summary>
internal sealed class CircuitTransports(TimeProvider clock)
{
    private static readonly TimeSpan Recently = TimeSpan.FromMinutes(10);

    private long _lastPoll;

    /// <summary>A page had to ask again and again within the last ten minutes.</summary>
    public bool HasPolledRecently => Volatile.Read(ref _lastPoll) is var last and not 0 && clock.GetElapsedTime(last) < Recently;

    public void Polled() => Volatile.Write(ref _lastPoll, clock.GetTimestamp());
}
