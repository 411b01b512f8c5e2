using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Renews tokens before they end, so that no caller waits (RELIABILITY F1), tries failed refreshes again on their schedule
/// (R11), and says ahead of time which credentials are about to end for good.
/// </summary>
public sealed partial class TokenSweep(
    IDbContextFactory<IntegrationsDbContext> contexts, TokenRefresh refresh, ConnectionHealth health, Outbox outbox, TimeProvider clock, ILogger<TokenSweep> logger)
    : FairWork<DueRefresh>(Limits, clock, logger)
{
    private const int BatchSize = 64;

    /// <summary>A refresh that failed this often is worth a notice: about a quarter of an hour.</summary>
    private const int WorryingFailures = 3;

    /// <summary>Longer than a refresh waits for another process's lease and asks its vendor; one that was sent goes on all the same (RELIABILITY F4).</summary>
    private static readonly WorkLimits Limits = new(SideBySide: 32, PerOrganization: 8, PerKey: 1, Deadline: TimeSpan.FromSeconds(90));

    /// <summary>Days before the end of a credential that cannot be renewed, at which it is told first.</summary>
    internal const int FirstNotice = 14;

    /// <summary>And once more.</summary>
    internal const int LastNotice = 3;

    /// <summary>What <see cref="Connection.ExpiryNoticeDays"/> holds of a credential whose renewal fails again and again.</summary>
    internal const int FailingNotice = 0;

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    /// <summary>The refresh has its own lease and schedule; one that ended without moving either is not asked about again at once.</summary>
    protected override TimeSpan Rest => TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    protected override Task PrepareAsync(CancellationToken cancellationToken) => NotifyAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Guid>> ReadyAsync(IReadOnlyCollection<Guid> full, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db).Where(c => !full.Contains(c.OrganizationId)).Select(c => c.OrganizationId).Distinct().OrderBy(id => id).Take(most).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<DueRefresh>> FindAsync(Guid organization, int most, IReadOnlyCollection<Guid> busy, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db).Where(c => c.OrganizationId == organization && !busy.Contains(c.Id)).OrderBy(c => c.ExpiresAt).ThenBy(c => c.Id).Take(most)
            .Select(c => new DueRefresh(c.Id, c.ProviderKey, c.TokenVersion)).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Guid KeyOf(DueRefresh item) => item.Id;

    /// <inheritdoc/>
    protected override Task<Took> TakeAsync(DueRefresh item, CancellationToken cancellationToken) => Task.FromResult(Took.Run);

    /// <inheritdoc/>
    protected override async Task DoAsync(DueRefresh item, CancellationToken cancellationToken)
    {
        var refreshed = await refresh.OnceAsync(item.Id, item.TokenVersion, cancellationToken);
        if (refreshed.Failure is { } failure)
        {
            LogNotRefreshed(Logger, item.Id, item.ProviderKey, failure.Code);
        }
    }

    /// <summary>Counts as a failed refresh, so that it is put off and ends after four days. One that was cut off may yet succeed.</summary>
    protected override async Task FailAsync(DueRefresh item, Failure failure, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (failure == WorkFailures.Broken
            && await db.Connections.AsNoTracking().SingleOrDefaultAsync(c => c.Id == item.Id && c.TokenVersion == item.TokenVersion && c.DisconnectedAt == null, cancellationToken) is { } connection)
        {
            await health.ReportRefreshAsync(connection, failure, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override Task ReleaseAsync(DueRefresh item) => Task.CompletedTask;

    private IQueryable<Connection> Due(IntegrationsDbContext db)
    {
        var now = Clock.GetUtcNow();
        return db.WorkingConnections().AsNoTracking().Where(c => c.IsRefreshable && c.Status == ConnectionStatus.Active && (c.RefreshRetryAt ?? c.RefreshAt) <= now);
    }

    /// <summary>One notice 14 days and one 3 days before a credential ends that cannot be renewed; one when renewing fails again and again.</summary>
    private async Task NotifyAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var (soon, verySoon) = (now.AddDays(FirstNotice), now.AddDays(LastNotice));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var active = db.WorkingConnections().AsNoTracking().Where(c => c.Status == ConnectionStatus.Active);
        // Asked one by one, so that each has an index that gives nothing but what is still to be told.
        var ending = active.Where(c => !c.IsRefreshable && c.ExpiresAt > now);
        var first = ending.Where(c => c.ExpiryNoticeDays == null && c.ExpiresAt <= soon);
        var last = ending.Where(c => c.ExpiryNoticeDays == FirstNotice && c.ExpiresAt <= verySoon);
        var failing = active.Where(c => c.RefreshRetryAt != null && c.IsRefreshable && c.ExpiresAt != null && c.RefreshFailures >= WorryingFailures && c.ExpiryNoticeDays == null);
        foreach (var due in new[] { first, last, failing })
        {
            foreach (var connection in await due.OrderBy(c => c.ExpiresAt).ThenBy(c => c.Id).Take(BatchSize).ToListAsync(cancellationToken))
            {
                await TellAsync(db, connection, connection.IsRefreshable ? FailingNotice : connection.ExpiresAt <= verySoon ? LastNotice : FirstNotice, cancellationToken);
            }
        }
    }

    private Task<bool> TellAsync(IntegrationsDbContext db, Connection connection, int days, CancellationToken cancellationToken) => db.WriteAsync(
        async ct =>
        {
            // Of two nodes that saw it, one tells.
            var mine = await db.Connections.Where(c => c.Id == connection.Id && c.ExpiryNoticeDays == connection.ExpiryNoticeDays && c.DisconnectedAt == null)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiryNoticeDays, days), ct) == 1;
            if (mine && await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == connection.InstanceId, ct) is { } instance)
            {
                outbox.Add(db, connection.OrganizationId, EventTypes.ConnectionExpiring, new
                {
                    integrationId = instance.Id,
                    name = instance.Name,
                    provider = instance.ProviderKey,
                    connectionId = connection.Id,
                    expiresAt = connection.ExpiresAt,
                    renewsItself = connection.IsRefreshable,
                });
                await db.SaveChangesAsync(ct);
            }

            return mine;
        },
        cancellationToken);

    [LoggerMessage(3111, LogLevel.Warning, "The token of connection {ConnectionId} ({Provider}) was not renewed ahead of its end: {Code}")]
    private static partial void LogNotRefreshed(ILogger logger, Guid connectionId, string provider, string code);
}
