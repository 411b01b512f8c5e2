using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>
/// How far the database's clock is ahead of a node's: asked once a minute, and at once after the node's clock was set. A lead that is nearly the
/// former one is taken for it, so that it does not change all the time. It is meant for PostgreSQL.
/// </summary>
internal sealed class DatabaseClock
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMinutes(1);

    /// <summary>What the way to the database and slow corrections of a clock make of it.</summary>
    private static readonly TimeSpan Inexact = TimeSpan.FromMilliseconds(50);

    private volatile Measured? _last;

    /// <summary>The database's time; another one for tests.</summary>
    internal Func<IntegrationsDbContext, CancellationToken, Task<DateTimeOffset>> Ask { get; init; } = AskAsync;

    /// <summary>The lead that is reckoned with now.</summary>
    /// <param name="db">Whose clock.</param>
    /// <param name="clock">The node's.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public async Task<ClockLead> AheadAsync(IntegrationsDbContext db, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (now, timestamp, last) = (clock.GetUtcNow(), clock.GetTimestamp(), _last);
        if (last is not null && clock.GetElapsedTime(last.Timestamp, timestamp) is var since && since < AskEvery && (now - last.At - since).Duration() < Inexact)
        {
            return last.Lead;
        }

        var told = await Ask(db, cancellationToken);
        // It said so on the way there or back: the middle is wrong by half of the way at most.
        var by = told - (now + (clock.GetElapsedTime(timestamp) / 2));
        var lead = last is not null && (by - last.Lead.By).Duration() < Inexact ? last.Lead : new ClockLead(by, now);
        _last = new Measured(lead, now, timestamp);
        return lead;
    }

    private static async Task<DateTimeOffset> AskAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var told = await db.Database.SqlQuery<long>($"SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS \"Value\"").ToListAsync(cancellationToken);
        return DateTimeOffset.FromUnixTimeMilliseconds(told[0]);
    }

    private sealed record Measured(ClockLead Lead, DateTimeOffset At, long Timestamp);
}
