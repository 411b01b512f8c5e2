using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Activity;

/// <summary>
/// Links audit entries into one chain an organization (SECURITY L4). A context does so last before it commits: anyone who waits for
/// a chain's head holds all that it needs but heads, and takes those in one order, so that no one waits in a circle.
/// </summary>
internal static class AuditChain
{
    /// <summary>Takes the heads' rows until the transaction ends and gives each entry its place.</summary>
    /// <returns>The heads as they have to be written.</returns>
    public static async Task<IReadOnlyList<AuditHead>> LinkAsync(IntegrationsDbContext db, AuditKey key, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var moved = new List<AuditHead>(1);
        foreach (var chain in entries.GroupBy(IdOf).OrderBy(chain => chain.Key))
        {
            var head = await TakeAsync(db, chain.Key, cancellationToken) ?? await BeginAsync(db, chain.Key, cancellationToken);
            var (sequence, hash) = (head.Sequence, head.Link);
            foreach (var entry in chain)
            {
                entry.Link(++sequence, key, hash);
                hash = entry.Hash!;
            }

            moved.Add(new AuditHead { ChainId = chain.Key, Sequence = sequence, Hash = hash, Unchained = head.Unchained });
        }

        return moved;
    }

    /// <summary>Writes the heads that <see cref="LinkAsync"/> gave.</summary>
    public static async Task MoveAsync(IntegrationsDbContext db, IReadOnlyList<AuditHead> heads, CancellationToken cancellationToken)
    {
        foreach (var head in heads)
        {
            await db.AuditHeads.Where(h => h.ChainId == head.ChainId)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, head.Sequence).SetProperty(h => h.Hash, head.Hash), cancellationToken);
        }
    }

    internal static Guid IdOf(AuditEntry entry) => entry.OrganizationId ?? Guid.Empty;

    /// <summary>Its row is locked, unless the transaction has the whole database.</summary>
    private static async Task<AuditHead?> TakeAsync(IntegrationsDbContext db, Guid chainId, CancellationToken cancellationToken)
    {
        // Not tracked: a context that writes twice would get the head as it saw it first.
        var heads = await db.Dialect.Statements.ForUpdate(db.AuditHeads.AsNoTracking().Where(h => h.ChainId == chainId)).ToListAsync(cancellationToken);
        return heads.SingleOrDefault();
    }

    /// <summary>Two nodes may begin a chain at once; the second finds the row of the first.</summary>
    private static async Task<AuditHead> BeginAsync(IntegrationsDbContext db, Guid chainId, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlAsync(
            $"""INSERT INTO "AuditHeads" ("ChainId", "Sequence", "Hash", "Unchained", "RemovedThrough", "RemovedHash") VALUES ({chainId}, 0, '', 0, 0, '') ON CONFLICT ("ChainId") DO NOTHING""", cancellationToken);
        return await TakeAsync(db, chainId, cancellationToken) ?? throw new InvalidOperationException("A chain's head that was just written is gone.");
    }
}
