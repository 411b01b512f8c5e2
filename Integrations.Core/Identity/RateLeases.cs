using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity;

/// <summary>Leases permits of a limit that holds over all nodes (RELIABILITY M1), by one statement.</summary>
public sealed class RateLeases(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock)
{
    /// <summary>Takes up to <paramref name="want"/> permits, as far as fewer than <paramref name="limit"/> were leased within <paramref name="counts"/>.</summary>
    public async Task<RateGrant> TakeAsync(string key, int want, int limit, TimeSpan counts, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var milliseconds = now.ToUnixTimeMilliseconds();
        var (since, lease, ends) = (milliseconds - (long)counts.TotalMilliseconds, Pack(milliseconds, Math.Min(want, limit)), now + counts);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // The row is locked by the upsert, so two nodes never both take the last permit.
        var granted = await db.Database.SqlQuery<RateGrant>($"""
            INSERT INTO "RateLeases" AS r ("Key", "Leases", "Granted", "EndsAt") VALUES ({key}, ARRAY[{lease}::bigint], {Math.Min(want, limit)}, {ends})
            ON CONFLICT ("Key") DO UPDATE SET ("Leases", "Granted", "EndsAt") = (
                SELECT CASE WHEN g.granted > 0 THEN g.live || (({milliseconds}::bigint << 12) | g.granted) ELSE g.live END,
                       g.granted, CASE WHEN g.granted > 0 THEN {ends} ELSE r."EndsAt" END
                FROM (SELECT u.live, GREATEST(0, LEAST({want}, {limit} - u.taken)) AS granted
                      FROM (SELECT COALESCE(array_agg(l ORDER BY l), ARRAY[]::bigint[]) AS live, COALESCE(SUM(l & 4095), 0)::int AS taken
                            FROM unnest(r."Leases") l WHERE (l >> 12) > {since}) u) g)
            RETURNING "Granted", (SELECT COALESCE(SUM(l & 4095), 0)::int FROM unnest("Leases") l) AS "Taken",
                      (SELECT COALESCE(MIN(l) >> 12, 0) FROM unnest("Leases") l) AS "Oldest"
            """).ToListAsync(cancellationToken);
        return granted[0];
    }

    /// <summary>Deletes rows in which nothing counts any more.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = (await contexts.CreateDbContextAsync(cancellationToken)).ForLongWork();
        return await db.WriteAsync(ct => db.RateLeases.Where(r => r.EndsAt < now).ExecuteDeleteAsync(ct), cancellationToken);
    }

    private static long Pack(long milliseconds, int permits) => (milliseconds << 12) | (long)permits;
}
