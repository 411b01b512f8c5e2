using Integrations.Core.Jobs.Retention;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Activity;

/// <summary>
/// Removes the beginning of audit chains when it has reached its age, segment by segment (SECURITY L5). A segment is verified first; its
/// last link stays with the chain's head as the anchor of what follows; and an entry at the chain's end, linked like every other, says
/// what was removed. With the database alone neither can be made, so that entries which were taken away otherwise are still found missing.
/// </summary>
internal sealed partial class AuditRetention(AuditKeys keys, AuditLog audit, ILogger<AuditRetention> logger)
    : RetentionRule("audit entries", nameof(RetentionOptions.AuditDays), o => o.AuditDays)
{
    /// <summary>Says which segment was removed.</summary>
    public const string Removed = "audit.segment_removed";

    private const int LongestSegment = 1_000;

    internal override async Task<int> DeleteAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var end = Months(before);
        var known = await keys.AllAsync(db, cancellationToken);
        // Chains that have something so old, found by ids, which begin with their time: looking into each chain would read them all.
        var old = Old(db, end).Select(a => a.OrganizationId ?? Guid.Empty);
        foreach (var head in await db.AuditHeads.AsNoTracking().Where(h => h.Sequence > h.RemovedThrough && old.Contains(h.ChainId)).OrderBy(h => h.ChainId).ToListAsync(cancellationToken))
        {
            var segment = await SegmentAsync(db, head, end, cancellationToken);
            if (segment.Count > 0 && IsWhole(head, segment, known) && await RemoveAsync(db, head, segment[^1], cancellationToken) is var removed and > 0)
            {
                return removed;
            }
        }

        return 0;
    }

    internal override Task<bool> AnyAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken) => Old(db, Months(before)).AnyAsync(cancellationToken);

    private static IQueryable<AuditEntry> Old(IntegrationsDbContext db, DateTimeOffset end)
    {
        var bound = TimeOrderedId.After(end);
        return db.AuditEntries.Where(a => a.OccurredAt < end && a.Id.CompareTo(bound) < 0);
    }

    /// <summary>Only whole months go, so that a chain gets one entry about it a month, and not one a day.</summary>
    private static DateTimeOffset Months(DateTimeOffset before) => new(before.UtcDateTime.Year, before.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static async Task<List<AuditEntry>> SegmentAsync(IntegrationsDbContext db, AuditHead head, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var first = await AuditVerifier.Of(db, head.ChainId).Where(a => a.Sequence > head.RemovedThrough)
            .OrderBy(a => a.Sequence).Take(LongestSegment).ToListAsync(cancellationToken);
        return [.. first.TakeWhile(a => a.OccurredAt < end)];
    }

    private bool IsWhole(AuditHead head, List<AuditEntry> segment, IReadOnlyDictionary<Guid, AuditKey> known)
    {
        var (next, hash) = (head.RemovedThrough + 1, head.Anchor);
        foreach (var entry in segment)
        {
            if (AuditVerifier.BreakAt(entry, next, hash, known) is { } reason)
            {
                LogBroken(logger, head.ChainId, next, reason);
                return false;
            }

            (next, hash) = (next + 1, entry.Hash!);
        }

        return true;
    }

    private async Task<int> RemoveAsync(IntegrationsDbContext db, AuditHead head, AuditEntry last, CancellationToken cancellationToken)
    {
        Guid? organizationId = head.ChainId == Guid.Empty ? null : head.ChainId;
        var (through, hash) = (last.Sequence!.Value, last.Hash!);
        return await db.WriteAsync(
            async ct =>
            {
                // First: the database lets entries go only up to the anchor. Of two nodes, one moves it.
                var moved = await db.AuditHeads.Where(h => h.ChainId == head.ChainId && h.RemovedThrough == head.RemovedThrough)
                    .ExecuteUpdateAsync(set => set.SetProperty(h => h.RemovedThrough, through).SetProperty(h => h.RemovedHash, hash), ct);
                if (moved == 0)
                {
                    return 0;
                }

                var removed = await db.AuditEntries.Where(a => a.OrganizationId == organizationId && (a.Sequence == null || a.Sequence <= through)).ExecuteDeleteAsync(ct);
                audit.Add(
                    db, new Caller(null, organizationId, Role.User) { DisplayName = "retention" }, Removed, new AuditTarget("audit", head.ChainId.ToString(), null),
                    after: new RemovedSegment(head.RemovedThrough + 1, through, hash));
                await db.SaveChangesAsync(ct);
                return removed;
            },
            cancellationToken);
    }

    [LoggerMessage(3933, LogLevel.Error, "The audit chain {Chain} is broken at {Sequence}: {Reason}. Nothing of it is removed; run audit-verify")]
    private static partial void LogBroken(ILogger logger, Guid chain, long sequence, string reason);
}
