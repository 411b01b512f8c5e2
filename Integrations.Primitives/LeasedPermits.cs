namespace Integrations.Primitives;

/// <summary>
/// What one node holds of a limit that all nodes share. It leases a few permits at a time and uses them up before it asks again: as many as it
/// lately used of, at most a twentieth of the limit. What is not used in time lapses. A refusal is remembered until there can be room, so a
/// flood costs the database nothing. It has no lock of its own.
/// </summary>
/// <param name="useBy">How long after it was asked for a permit is good.</param>
public sealed class LeasedPermits(TimeSpan useBy)
{
    /// <summary>One lease is at most the limit divided by this, and at least one permit.</summary>
    public const int ShareOfLimit = 20;

    /// <summary>Of what the pace promises, so that little lapses.</summary>
    private const double Caution = 0.8;

    private int _used;
    private DateTimeOffset _leasedAt;
    private DateTimeOffset _refusedAt;

    /// <summary>Permits of the last lease that are not used, whether they are still good or not.</summary>
    public int Left { get; private set; }

    /// <summary>When what is left lapses.</summary>
    public DateTimeOffset UseBy { get; private set; }

    /// <summary>When it is of use to ask again; in the past where nothing was refused.</summary>
    public DateTimeOffset RefusedUntil { get; private set; }

    /// <summary>
    /// Whether it is of no use to ask. Before the moment of the refusal the clock was set back: until when it held is not known any more, and the
    /// database is asked rather than nothing sent for as long as the step was.
    /// </summary>
    public bool IsRefused(DateTimeOffset now) => now >= _refusedAt && now < RefusedUntil;

    /// <summary>Uses one permit.</summary>
    /// <returns>True when there was one, false when there can be none yet, null when the database has to be asked.</returns>
    public bool? TryTake(DateTimeOffset now)
    {
        if (IsRefused(now))
        {
            return false;
        }

        // By a clock that was set back, a lease would be good for longer than it is counted.
        if (Left == 0 || now >= UseBy || now < _leasedAt)
        {
            return null;
        }

        Left--;
        _used++;
        return true;
    }

    /// <summary>How many permits to ask for.</summary>
    public int NextSize(DateTimeOffset now, int limit)
    {
        var elapsed = Math.Max((now - _leasedAt).TotalSeconds, 0.001);
        return (int)Math.Clamp(Caution * _used * useBy.TotalSeconds / elapsed, 1, Math.Max(1, limit / ShareOfLimit));
    }

    /// <summary>Takes what the database gave in the place of what was left.</summary>
    /// <param name="granted">Zero for a refusal.</param>
    /// <param name="now">When it was asked.</param>
    /// <param name="roomAt">When there can be room after a refusal.</param>
    public void Receive(int granted, DateTimeOffset now, DateTimeOffset roomAt)
    {
        (Left, _used, _leasedAt, UseBy) = (granted, 0, now, now + useBy);
        if (granted == 0)
        {
            (_refusedAt, RefusedUntil) = (now, roomAt);
        }
    }

    /// <summary>Gives back a permit that was not used; one of an earlier lease lapses.</summary>
    /// <param name="leasedUntil">The <see cref="UseBy"/> that it had.</param>
    public void GiveBack(DateTimeOffset leasedUntil)
    {
        if (leasedUntil == UseBy)
        {
            Left++;
            _used--;
        }
    }

    /// <summary>Nothing is used and nothing asked for from now until then.</summary>
    public void Refuse(DateTimeOffset now, DateTimeOffset until) => (Left, _refusedAt, RefusedUntil) = (0, now, until);
}
