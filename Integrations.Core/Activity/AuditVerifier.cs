using System.Runtime.CompilerServices;
using System.Text.Json;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

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

    /// <summary>Follows a chain from a place on; again, where a segment was removed meanwhile.</summary>
    internal async Task<AuditChainReport> VerifyAsync(
        IntegrationsDbContext db, IReadOnlyDictionary<Guid, AuditKey> known, Guid chainId, AuditHeadsSeen outside, long from, CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = await HeadAsync(db, chainId, cancellationToken);
            var report = await FollowAsync(db, known, before, outside, from, cancellationToken);
            if (report.BrokenAt is null || (await HeadAsync(db, chainId, cancellationToken)).RemovedThrough == before.RemovedThrough)
            {
                return report;
            }
        }
    }

    /// <summary>Reads the head before the entries and after them: what is written meanwhile is no break.</summary>
    private static async Task<AuditChainReport> FollowAsync(
        IntegrationsDbContext db, IReadOnlyDictionary<Guid, AuditKey> known, AuditHead before, AuditHeadsSeen outside, long wanted, CancellationToken cancellationToken)
    {
        var chainId = before.ChainId;
        var isWhole = wanted <= before.RemovedThrough + 1;
        var from = isWhole ? before.RemovedThrough + 1 : wanted;
        RemovedSegment? removed = null;
        var hash = isWhole
            ? before.Anchor
            : await Of(db, chainId).Where(a => a.Sequence == from - 1).Select(a => a.Hash).SingleOrDefaultAsync(cancellationToken) ?? "";
        var next = from;
        AuditChainReport Report(AuditBreak? found) => new(chainId, from, next - 1, next == 1 ? "" : hash, before.Unchained, found);
        if (before.RemovedThrough > 0 && isWhole && !outside.Agrees(chainId, before.RemovedThrough, hash))
        {
            return Report(new AuditBreak(before.RemovedThrough, "its hash is not the one that was kept of it"));
        }

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
                removed = entry is { Action: AuditRetention.Removed, After: { } told } ? JsonSerializer.Deserialize<RemovedSegment>(told, JsonSerializerOptions.Web) : removed;
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
            : isWhole && before.RemovedThrough > 0 && (removed is null || removed.Through != before.RemovedThrough || removed.Hash != before.RemovedHash)
                ? new AuditBreak(before.RemovedThrough, "it and all before it are gone, and no entry says that they were removed")
            : isWhole && before.RemovedThrough == 0 && await Of(db, chainId).CountAsync(a => a.Sequence == null, cancellationToken) is var unchained && unchained != before.Unchained
                ? new AuditBreak(0, $"{unchained} entries are older than the chain, and it began after {before.Unchained}")
            : null);
    }

    internal static string? BreakAt(AuditEntry entry, long next, string previous, IReadOnlyDictionary<Guid, AuditKey> known) =>
        entry.Sequence != next ? "it is gone"
        : entry.ChainKeyId is not { } keyId || !known.TryGetValue(keyId, out var key) ? "the key that linked it is gone or cannot be read"
        : !key.Linked(entry, previous) ? "it was changed, or what is before it"
        : null;

    internal static IQueryable<AuditEntry> Of(IntegrationsDbContext db, Guid chainId)
    {
        Guid? organizationId = chainId == Guid.Empty ? null : chainId;
        return db.AuditEntries.AsNoTracking().Where(a => a.OrganizationId == organizationId);
    }

    private static async Task<AuditHead> HeadAsync(IntegrationsDbContext db, Guid chainId, CancellationToken cancellationToken) =>
        await db.AuditHeads.AsNoTracking().SingleOrDefaultAsync(h => h.ChainId == chainId, cancellationToken) ?? new AuditHead { ChainId = chainId };
}
