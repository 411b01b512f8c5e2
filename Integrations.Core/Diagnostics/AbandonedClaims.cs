using Integrations.Core.Connections;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Core.VendorEvents.Subscriptions;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Diagnostics;

/// <summary>
/// Frees what a killed process had claimed, instead of waiting for its lease to end. Only where the database tells at start that
/// no other process has it open.
/// </summary>
public sealed partial class AbandonedClaims : IDisposable
{
    /// <summary>Longer than any loop's: what is due later is not claimed, and is not looked at.</summary>
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(15);

    private readonly IDbContextFactory<IntegrationsDbContext> _contexts;
    private readonly TimeProvider _clock;
    private readonly ILogger<AbandonedClaims> _logger;
    private readonly IDatabasePresence? _presence;

    /// <summary>Announces this process on its database, where the database can tell who has it open.</summary>
    public AbandonedClaims(IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, TimeProvider clock, ILogger<AbandonedClaims> logger)
    {
        (_contexts, _clock, _logger) = (contexts, clock, logger);
        _presence = dialect.CreatePresence(clock);
    }

    /// <summary>At start, before anything is claimed. Makes dead processes' work due; their claims stay, so that the loss counts (RELIABILITY L3).</summary>
    /// <returns>How many were freed.</returns>
    public async Task<int> ReleaseAsync(CancellationToken cancellationToken)
    {
        if (_presence is null)
        {
            return 0;
        }

        await using var db = await _contexts.CreateDbContextAsync(cancellationToken);
        var freed = 0;
        await _presence.EnterAsync(db, async ct => freed = await FreeAllAsync(db, ct), cancellationToken);
        if (freed > 0)
        {
            LogFreed(_logger, freed);
        }

        return freed;
    }

    /// <inheritdoc/>
    public void Dispose() => _presence?.Dispose();

    private Task<int> FreeAllAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var now = _clock.GetUtcNow();
        return db.WriteAsync(
            async ct =>
                // By endpoint and as unfinished, because the indexes begin so.
                await db.WebhookDeliveries.Where(d => db.WaitingEndpoints().Select(e => e.Id).Contains(d.EndpointId) && d.ClaimId != null && d.Status == DeliveryStatus.Pending && d.DueAt > now)
                    .ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, now), ct)
                + await FreeAsync(db.InboundEvents.Where(e => e.ProcessedAt == null), now, ct) + await FreeAsync(db.Revocations.Where(r => r.FinishedAt == null), now, ct)
                + await FreeAsync(db.EventSubscriptions, now, ct) + await FreeAsync(db.SyncStates, now, ct),
            cancellationToken);
    }

    private static Task<int> FreeAsync<TRow>(IQueryable<TRow> rows, DateTimeOffset now, CancellationToken cancellationToken)
        where TRow : class, ILeased
    {
        var latest = now + LongestLease;
        return rows
            .Where(r => EF.Property<Guid?>(r, nameof(ILeased.ClaimId)) != null && EF.Property<DateTimeOffset>(r, nameof(ILeased.DueAt)) > now
                && EF.Property<DateTimeOffset>(r, nameof(ILeased.DueAt)) <= latest)
            .ExecuteUpdateAsync(set => set.SetProperty(r => EF.Property<DateTimeOffset>(r, nameof(ILeased.DueAt)), now), cancellationToken);
    }

    [LoggerMessage(5003, LogLevel.Warning, "{Count} deliveries and other items of work that a killed process had claimed are due again")]
    private static partial void LogFreed(ILogger logger, int count);
}
