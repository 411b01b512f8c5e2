using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Integrations.Connectors.Http;
using Integrations.Core.Identity;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Vendors' budgets that all nodes on one PostgreSQL spend together, in the table of leased permits (<see cref="RateLease"/>). A row holds the limit
/// and the pause that the vendor told, then one number for each part of a window: its place in time, and 24 bits of requests. While calls wait at a
/// node, another row says how many, of people and of jobs.
/// </summary>
internal sealed partial class SharedBudgets(
    IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, NodeIdentity node, TimeProvider clock, ILogger<SharedBudgets> logger) : IBudgetLeases
{
    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;
    private const int Told = 2;

    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    /// <summary>What a vendor told is kept for so long after the last request.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private long _aloneUntil;

    /// <summary>A call is not held up for longer by a database that does not answer.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    public Task<BudgetState?> ExchangeAsync(BudgetClaim claim, CancellationToken cancellationToken) => AskAsync(
        async (db, ct) =>
        {
            var (now, part, oldest) = (claim.At.ToUnixTimeMilliseconds(), PartOf(claim, claim.UseBy), Oldest(claim));
            var (unused, unusedPart) = (claim.Unused, PartOf(claim, claim.UnusedBy));
            var (limit, spent) = ((long)(claim.Limit ?? 0), claim.SpentUntil?.ToUnixTimeMilliseconds() ?? 0);
            var first = spent > now ? 0 : Math.Max(0, Math.Min(claim.Want, claim.Most));
            long[] fresh = first > 0 ? [limit, spent, (part << CountBits) | (long)first] : [limit, spent];
            var ends = claim.At + (claim.Part * (BudgetClaim.Parts + 2)) + Kept;
            // The row is locked by the upsert, so two nodes never both take the last request.
            var rows = await db.Database.SqlQuery<Row>($"""
                INSERT INTO "RateLeases" AS r ("Key", "Leases", "Granted", "EndsAt") VALUES ({claim.Key}, {fresh}, {first}, {ends})
                ON CONFLICT ("Key") DO UPDATE SET ("Leases", "Granted", "EndsAt") = (
                    SELECT ARRAY[g.told, g.spent] || COALESCE((
                               SELECT array_agg((p.part << 24) | p.n ORDER BY p.part)
                               FROM (SELECT b.part, SUM(b.n)::bigint AS n
                                     FROM (SELECT l >> 24 AS part, l & 16777215 AS n FROM unnest(g.live) l UNION ALL SELECT {part}::bigint, g.granted::bigint) b
                                     GROUP BY b.part HAVING SUM(b.n) > 0) p), ARRAY[]::bigint[]),
                           g.granted, GREATEST(r."EndsAt", {ends})
                    FROM (SELECT t.told, t.spent, t.live, CASE WHEN t.spent > {now} THEN 0 ELSE GREATEST(0, LEAST({claim.Want}, {claim.Most} - t.taken)) END AS granted
                          FROM (SELECT CASE WHEN {limit} > 0 THEN {limit} ELSE r."Leases"[1] END AS told, CASE WHEN {spent} > 0 THEN {spent} ELSE r."Leases"[2] END AS spent,
                                       v.live, (SELECT COALESCE(SUM(l & 16777215), 0)::int FROM unnest(v.live) l) AS taken
                                FROM (SELECT array_agg(l - CASE WHEN (l >> 24) = {unusedPart} THEN LEAST({unused}::bigint, l & 16777215) ELSE 0 END) AS live
                                      FROM unnest(r."Leases"[3:]) l WHERE (l >> 24) >= {oldest}) v) t) g)
                RETURNING "Granted", "Leases"
                """).ToListAsync(ct);
            return StateOf(claim, rows[0].Granted, rows[0].Leases);
        },
        cancellationToken);

    public Task TellWaitingAsync(BudgetClaim claim, int people, int jobs, DateTimeOffset until, CancellationToken cancellationToken) => AskAsync(
        async (db, ct) =>
        {
            long[] waiting = [people, jobs];
            return await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "RateLeases" ("Key", "Leases", "Granted", "EndsAt") VALUES ({WaitingKey(claim)}, {waiting}, 0, {until})
                ON CONFLICT ("Key") DO UPDATE SET "Leases" = EXCLUDED."Leases", "EndsAt" = EXCLUDED."EndsAt"
                """, ct);
        },
        cancellationToken);

    public Task<BudgetState?> LookAsync(BudgetClaim claim, CancellationToken cancellationToken) => AskAsync(
        async (db, ct) =>
        {
            var (others, own) = ($"{claim.Key}|", WaitingKey(claim));
            var row = await db.RateLeases.AsNoTracking().Where(r => r.Key == claim.Key).Select(r => r.Leases).SingleOrDefaultAsync(ct);
            var waiting = await db.RateLeases.AsNoTracking().Where(r => r.Key.StartsWith(others) && r.Key != own && r.EndsAt > claim.At).Select(r => r.Leases).ToListAsync(ct);
            return StateOf(claim, 0, row ?? [0, 0]) with { PeopleElsewhere = (int)waiting.Sum(w => w[0]), JobsElsewhere = (int)waiting.Sum(w => w[1]) };
        },
        cancellationToken);

    private string WaitingKey(BudgetClaim claim) => $"{claim.Key}|{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(node.Name)).AsSpan(0, 8))}";

    private static long PartOf(BudgetClaim claim, DateTimeOffset at) => at.ToUnixTimeMilliseconds() / (long)claim.Part.TotalMilliseconds;

    /// <summary>The first part that still counts: what was sent in it, at its end, may be within a window of now.</summary>
    private static long Oldest(BudgetClaim claim) => PartOf(claim, claim.At) - BudgetClaim.Parts;

    private static BudgetState StateOf(BudgetClaim claim, int granted, long[] row) => new(
        granted,
        row[0] > 0 ? (int)row[0] : null,
        row[1] > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(row[1]) : null,
        [
            .. row.Skip(Told).Where(lease => lease >> CountBits >= Oldest(claim)).Order()
                .Select(lease => (DateTimeOffset.FromUnixTimeMilliseconds(((lease >> CountBits) + BudgetClaim.Parts + 1) * (long)claim.Part.TotalMilliseconds), (int)(lease & CountMask))),
        ]);

    /// <summary>Asks the database; default while it does not answer.</summary>
    private async Task<T?> AskAsync<T>(Func<IntegrationsDbContext, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow().UtcTicks < Interlocked.Read(ref _aloneUntil))
        {
            return default;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(patience.Token);
            return await ask(db, patience.Token);
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested && (dialect.IsUnavailable(failed) || failed is OperationCanceledException or DbException))
        {
            // A count is worth no call, and no answer of a vendor: whatever the database says, the node's own count holds meanwhile.
            Interlocked.Exchange(ref _aloneUntil, (clock.GetUtcNow() + AloneFor).UtcTicks);
            LogAlone(logger, failed);
            return default;
        }
    }

    [LoggerMessage(3104, LogLevel.Warning, "Vendors' budgets are counted by this node alone for a while: the database did not answer")]
    private static partial void LogAlone(ILogger logger, Exception exception);

    /// <summary>What the statement gives back.</summary>
    internal sealed record Row(int Granted, long[] Leases);
}
