using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Activity;

/// <summary>
/// Writes the heads of audit chains to the log, so that they are kept where the database's owner cannot reach: all at start, then
/// within the hour those that grew (SECURITY L4). What is cut from a chain's end is found only by comparing with them.
/// </summary>
public sealed partial class AuditHeadsLoop(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<AuditHeadsLoop> logger) : BackgroundLoop(clock, logger)
{
    private readonly Dictionary<Guid, long> _told = [];
    private DateTimeOffset? _lookedAt;

    /// <summary>Less than an hour, by more than what it may be late.</summary>
    protected override TimeSpan Period => TimeSpan.FromMinutes(50);

    /// <inheritdoc/>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var heads = db.AuditHeads.AsNoTracking().Where(h => h.Sequence > 0);
        if (_lookedAt is { } before)
        {
            // Only chains that grew since are looked at. Clocks of nodes differ, and are set; and an entry is there only once its transaction is committed.
            var first = TimeOrderedId.Before(before);
            heads = heads.Where(h => db.Set<AuditEntry>().Where(e => e.Id.CompareTo(first) > 0).Select(e => e.OrganizationId ?? Guid.Empty).Contains(h.ChainId));
        }

        await foreach (var head in heads.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (_told.GetValueOrDefault(head.ChainId) != head.Sequence)
            {
                LogHead(Logger, head.ChainId, head.Sequence, head.Hash);
                _told[head.ChainId] = head.Sequence;
            }
        }

        _lookedAt = now;
        return 0;
    }

    [LoggerMessage(3920, LogLevel.Information, "Audit head {Chain} {Sequence} {Hash}")]
    private static partial void LogHead(ILogger logger, Guid chain, long sequence, string hash);
}
