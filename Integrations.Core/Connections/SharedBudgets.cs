using Integrations.Connectors.Http;
using Integrations.Core.Identity;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Vendors' budgets that all nodes on one PostgreSQL spend together, in the table of leased permits (<see cref="RateLease"/>). A row holds the limit
/// and the pause that the vendor told, then one number for each part of a window: its place in time, and 24 bits of requests. While calls wait at a
/// node, another row says how many, of people and of jobs. All times in the table are the database's (RELIABILITY L1): what nodes say is moved by how
/// far its clock is ahead of theirs, and what they get is moved back.
/// </summary>
internal sealed partial class SharedBudgets(
    IDbContextFactory<IntegrationsDbContext> contexts, NodeIdentity node, TimeProvider clock, ILogger<SharedBudgets> logger) : IBudgetLeases
{
    private const int CountBits = 24;
    private const long CountMask = (1L << CountBits) - 1;
    private const int Told = 2;

    private static readonly TimeSpan AloneFor = TimeSpan.FromSeconds(5);

    /// <summary>What a vendor told is kept for so long after the last request.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    private readonly Respite _alone = new(clock, AloneFor);

    /// <summary>How far the database's clock is ahead.</summary>
    internal DatabaseClock Time { get; init; } = new();

    /// <summary>A call is not held up for longer by a database that does not answer.</summary>
    internal TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    public Task<BudgetState?> ExchangeAsync(BudgetClaim claim, CancellationToken cancellationToken) => AskAsync(
        async (db, ct) =>
        {
            var ahead = await Time.AheadAsync(db, clock, ct);
            var dated = InDatabaseTime(claim, ahead);
            var (now, part, oldest, newest) = (dated.At.ToUnixTimeMilliseconds(), PartOf(dated, dated.UseBy), Oldest(dated), Newest(dated));
            var (unused, unusedPart) = (dated.Unused, PartOf(dated, dated.UnusedBy));
            var (limit, spent) = ((long)(claim.Limit ?? 0), dated.SpentUntil?.ToUnixTimeMilliseconds() ?? 0);
            var first = spent > now ? 0 : Math.Max(0, Math.Min(claim.Want, claim.Most));
            long[] fresh = first > 0 ? [limit, spent, (part << CountBits) | (long)first] : [limit, spent];
            var ends = dated.At + (claim.Part * (BudgetClaim.Parts + 2)) + Kept;
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
                          FROM (SELECT CASE WHEN {limit} > 0 THEN {limit} ELSE r."Leases"[1] END AS told, GREATEST(r."Leases"[2], {spent}) AS spent,
                                       v.live, (SELECT COALESCE(SUM(l & 16777215), 0)::int FROM unnest(v.live) l) AS taken
                                FROM (SELECT array_agg(l - CASE WHEN (l >> 24) = {unusedPart} THEN LEAST({unused}::bigint, l & 16777215) ELSE 0 END) AS live
                                      FROM unnest(r."Leases"[3:]) l WHERE (l >> 24) BETWEEN {oldest} AND {newest}) v) t) g)
                RETURNING "Granted", "Leases"
                """).ToListAsync(ct);
            return StateOf(dated, rows[0].Granted, rows[0].Leases, ahead.By);
        },
        cancellationToken);

    public Task TellWaitingAsync(BudgetClaim claim, int people, int jobs, DateTimeOffset until, CancellationToken cancellationToken) => AskAsync(
        async (db, ct) =>
        {
            long[] waiting = [people, jobs];
            var ends = until + (await Time.AheadAsync(db, clock, ct)).By;
            return await db.Database.ExecuteSqlAsync($"""
                INSERT INTO "RateLeases" ("Key", "Leases", "Granted", "EndsAt") VALUES ({WaitingKey(claim)}, {waiting}, 0, {ends})
                ON CONFLICT ("Key") DO UPDATE SET "Leases" = EXCLUDED."Leases", "EndsAt" = EXCLUDED."EndsAt"
                """, ct);
        },
        cancellationToken);

    public Task<BudgetState?> LookAsync(BudgetClaim claim, CancellationToken cancellationToken) => AskAsync(
        async (db, ct) =>
        {
            var ahead = await Time.AheadAsync(db, clock, ct);
            var dated = InDatabaseTime(claim, ahead);
            var (others, own) = ($"{claim.Key}|", WaitingKey(claim));
            var row = await db.RateLeases.AsNoTracking().Where(r => r.Key == claim.Key).Select(r => r.Leases).SingleOrDefaultAsync(ct);
            var waiting = await db.RateLeases.AsNoTracking().Where(r => r.Key.StartsWith(others) && r.Key != own && r.EndsAt > dated.At).Select(r => r.Leases).ToListAsync(ct);
            return StateOf(dated, 0, row ?? [0, 0], ahead.By) with { PeopleElsewhere = (int)waiting.Sum(w => w[0]), JobsElsewhere = (int)waiting.Sum(w => w[1]) };
        },
        cancellationToken);

    private string WaitingKey(BudgetClaim claim) => $"{claim.Key}|{ShortHash.Of(node.Name, 8)}";

    private static long PartOf(BudgetClaim claim, DateTimeOffset at) => at.ToUnixTimeMilliseconds() / (long)claim.Part.TotalMilliseconds;

    /// <summary>The first part that still counts: what was sent in it, at its end, may be within a window of now.</summary>
    private static long Oldest(BudgetClaim claim) => PartOf(claim, claim.At) - BudgetClaim.Parts;

    /// <summary>The last part that is believed: a lease of a time that is far off would else count until then.</summary>
    private static long Newest(BudgetClaim claim) => PartOf(claim, claim.UseBy) + BudgetClaim.Parts;

    /// <param name="asked">By the node's clock.</param>
    /// <param name="ahead">How far the database's is ahead.</param>
    private static BudgetClaim InDatabaseTime(BudgetClaim asked, ClockLead ahead)
    {
        // In which part the database counted what was leased by another lead is not known exactly: it lapses.
        var isKnown = asked.Unused > 0 && asked.UnusedBy - (asked.UseBy - asked.At) is var leasedAt && leasedAt >= ahead.Since && leasedAt <= asked.At;
        return asked with
        {
            At = asked.At + ahead.By,
            UseBy = asked.UseBy + ahead.By,
            Unused = isKnown ? asked.Unused : 0,
            UnusedBy = (isKnown ? asked.UnusedBy : asked.At) + ahead.By,
            SpentUntil = asked.SpentUntil + ahead.By,
        };
    }

    /// <summary>In the node's time.</summary>
    private static BudgetState StateOf(BudgetClaim claim, int granted, long[] row, TimeSpan ahead) => new(
        granted,
        row[0] > 0 ? (int)row[0] : null,
        row[1] > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(row[1]) - ahead : null,
        [
            .. row.Skip(Told).Where(lease => lease >> CountBits >= Oldest(claim) && lease >> CountBits <= Newest(claim)).Order()
                .Select(lease => (DateTimeOffset.FromUnixTimeMilliseconds(((lease >> CountBits) + BudgetClaim.Parts + 1) * (long)claim.Part.TotalMilliseconds) - ahead, (int)(lease & CountMask))),
        ]);

    /// <summary>Asks the database; default while it does not answer.</summary>
    private async Task<T?> AskAsync<T>(Func<IntegrationsDbContext, CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        if (_alone.IsOn)
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
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            // A count is worth no call, and no answer of a vendor: whatever goes wrong here, the node's own count holds meanwhile.
            _alone.Begin();
            LogAlone(logger, failed);
            return default;
        }
    }

    [LoggerMessage(3104, LogLevel.Warning, "Vendors' budgets are counted by this node alone for a while: the database did not answer")]
    private static partial void LogAlone(ILogger logger, Exception exception);

    /// <summary>What the statement gives back.</summary>
    internal sealed record Row(int Granted, long[] Leases);
}
