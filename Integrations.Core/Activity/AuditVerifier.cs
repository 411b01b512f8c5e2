using System.Runtime.CompilerServices;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>Where a chain stops being what was written, and how.</summary>
/// <param name="Sequence">The first place that is not as it was; 0 for what is older than the chain.</param>
/// <param name="Reason">For people who run the hub.</param>
public sealed record AuditBreak(long Sequence, string Reason);

/// <summary>What was found of one chain.</summary>
/// <param name="ChainId">The organization; empty for changes above organizations.</param>
/// <param name="From">The first place that was looked at.</param>
/// <param name="Sequence">The last place that was looked at.</param>
/// <param name="Hash">The hash there; empty for a chain that has not begun.</param>
/// <param name="Unchained">Entries from before there were chains; only their number is vouched for.</param>
/// <param name="BrokenAt">Null for a chain that is whole.</param>
public sealed record AuditChainReport(Guid ChainId, long From, long Sequence, string Hash, int Unchained, AuditBreak? BrokenAt);

/// <summary>Follows chains of audit entries link by link (SECURITY L4).</summary>
public sealed class AuditVerifier(IDbContextFactory<IntegrationsDbContext> contexts, AuditKeys keys)
{
    private const int BatchSize = 1_000;

    /// <summary>Follows all chains, those included that only a head from outside knows.</summary>
    /// <param name="outside">Heads that were kept outside the database; they find what was cut from a chain's end.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async IAsyncEnumerable<AuditChainReport> VerifyAllAsync(AuditHeadsSeen outside, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var chains = new SortedSet<Guid>(outside.Chains);
        chains.UnionWith(await db.AuditHeads.Select(h => h.ChainId).ToListAsync(cancellationToken));
        chains.UnionWith(await db.AuditEntries.Select(a => a.OrganizationId ?? Guid.Empty).Distinct().ToListAsync(cancellationToken));
        var known = await keys.AllAsync(db, cancellationToken);
        foreach (var chain in chains)
        {
            yield return await VerifyAsync(db, known, chain, outside, 1, cancellationToken);
        }
    }

    /// <summary>Follows the end of one chain.</summary>
    /// <param name="chainId">The organization; empty for changes above organizations.</param>
    /// <param name="links">How many at most.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<AuditChainReport> VerifyEndAsync(Guid chainId, int links, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.AuditHeads.Where(h => h.ChainId == chainId).Select(h => h.Sequence).SingleOrDefaultAsync(cancellationToken);
        return await VerifyAsync(db, await keys.AllAsync(db, cancellationToken), chainId, AuditHeadsSeen.None, Math.Max(1, last - links + 1), cancellationToken);
    }

    /// <summary>Reads the head before the entries and after them: what is written meanwhile is no break.</summary>
    internal async Task<AuditChainReport> VerifyAsync(
        IntegrationsDbContext db, IReadOnlyDictionary<Guid, AuditKey> known, Guid chainId, AuditHeadsSeen outside, long from, CancellationToken cancellationToken)
    {
        var before = await HeadAsync(db, chainId, cancellationToken);
        var hash = from == 1
            ? AuditHead.Beginning(before.Unchained)
            : await Of(db, chainId).Where(a => a.Sequence == from - 1).Select(a => a.Hash).SingleOrDefaultAsync(cancellationToken) ?? "";
        var next = from;
        AuditChainReport Report(AuditBreak? found) => new(chainId, from, next - 1, next == 1 ? "" : hash, before.Unchained, found);

        while (true)
        {
            var start = next;
            var batch = await Of(db, chainId).Where(a => a.Sequence >= start).OrderBy(a => a.Sequence).Take(BatchSize).ToListAsync(cancellationToken);
            foreach (var entry in batch)
            {
                if (BreakAt(entry, next, hash, known) is { } reason)
                {
                    return Report(new AuditBreak(next, reason));
                }

                hash = entry.Hash!;
                if (!outside.Agrees(chainId, next, hash) || (next == before.Sequence && hash != before.Hash))
                {
                    return Report(new AuditBreak(next, "its hash is not the one that was kept of it"));
                }

                next++;
            }

            if (batch.Count < BatchSize)
            {
                break;
            }
        }

        var last = next - 1;
        var after = await HeadAsync(db, chainId, cancellationToken);
        var expected = Math.Max(before.Sequence, outside.Last(chainId));
        return Report(
            expected > last ? new AuditBreak(next, $"it and all after it, to {expected}, are gone")
            : after.Sequence < last || (after.Sequence == last && last > 0 && after.Hash != hash) ? new AuditBreak(last, "the chain's head does not know it")
            : from == 1 && await Of(db, chainId).CountAsync(a => a.Sequence == null, cancellationToken) is var unchained && unchained != before.Unchained
                ? new AuditBreak(0, $"{unchained} entries are older than the chain, and it began after {before.Unchained}")
            : null);
    }

    private static string? BreakAt(AuditEntry entry, long next, string previous, IReadOnlyDictionary<Guid, AuditKey> known) =>
        entry.Sequence != next ? "it is gone"
        : entry.ChainKeyId is not { } keyId || !known.TryGetValue(keyId, out var key) ? "the key that linked it is gone or cannot be read"
        : !key.Linked(entry, previous) ? "it was changed, or what is before it"
        : null;

    private static IQueryable<AuditEntry> Of(IntegrationsDbContext db, Guid chainId)
    {
        Guid? organizationId = chainId == Guid.Empty ? null : chainId;
        return db.AuditEntries.AsNoTracking().Where(a => a.OrganizationId == organizationId);
    }

    private static async Task<AuditHead> HeadAsync(IntegrationsDbContext db, Guid chainId, CancellationToken cancellationToken) =>
        await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(h => h.ChainId == chainId, cancellationToken) ?? new AuditHead { ChainId = chainId };
}
