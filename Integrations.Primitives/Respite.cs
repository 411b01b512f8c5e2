namespace Integrations.Primitives;

/// <summary>
/// After something has failed, it is left alone for a while instead of being waited for by each who comes. It goes by a timestamp and no time of
/// day: a clock that is set back makes it no longer (RELIABILITY X4).
/// </summary>
/// <param name="clock">Of the node.</param>
/// <param name="length">How long.</param>
public sealed class Respite(TimeProvider clock, TimeSpan length)
{
    private const long Never = long.MinValue;

    private long _since = Never;

    /// <summary>It is not to be tried now.</summary>
    public bool IsOn => Interlocked.Read(ref _since) is not Never and var since && clock.GetElapsedTime(since) < length;

    /// <summary>It has failed just now.</summary>
    public void Begin() => Interlocked.Exchange(ref _since, clock.GetTimestamp());
}
