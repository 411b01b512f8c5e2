using Integrations.Core.Common;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Renews tokens before they end, so that no caller waits (RELIABILITY F1), tries failed refreshes again on their schedule
/// (R11), and says ahead of time which credentials are about to end for good.
/// </summary>
public sealed partial class TokenSweep(
    IDbContextFactory<IntegrationsDbContext> contexts, TokenRefresh refresh, Outbox outbox, TimeProvider clock, ILogger<TokenSweep> logger) : BackgroundLoop(clock, logger)
{
    private const int BatchSize = 64;
    private const int SideBySide = 8;

    /// <summary>A refresh that failed this often is worth a notice: about a quarter of an hour.</summary>
    private const int WorryingFailures = 3;

    /// <summary>Days before the end of a credential that cannot be renewed.</summary>
    private static readonly int[] NoticeDays = [3, 14];

    protected override TimeSpan Period => TimeSpan.FromSeconds(30);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (connection, ct) =>
            {
                var refreshed = await refresh.OnceAsync(connection.Id, connection.TokenVersion, ct);
                if (refreshed.Failure is { } failure)
                {
                    LogNotRefreshed(Logger, connection.Id, connection.ProviderKey, failure.Code);
                }
            });
        await NotifyAsync(cancellationToken);
        return due.Count == BatchSize ? due.Count : 0;
    }

    private async Task<List<DueRefresh>> DueAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Connections.AsNoTracking()
            .Where(c => c.IsRefreshable && c.DisconnectedAt == null && c.Status == ConnectionStatus.Active && (c.RefreshRetryAt ?? c.RefreshAt) <= now
                && db.Instances.Any(i => i.Id == c.InstanceId && i.DeletedAt == null && i.Status != InstanceStatus.Disabled))
            .OrderBy(c => c.ExpiresAt).ThenBy(c => c.Id).Take(BatchSize)
            .Select(c => new DueRefresh(c.Id, c.ProviderKey, c.TokenVersion))
            .ToListAsync(cancellationToken);
    }

    /// <summary>One notice 14 days and one 3 days before a credential ends that cannot be renewed; one when renewing fails again and again.</summary>
    private async Task NotifyAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var soon = now.AddDays(NoticeDays[^1]);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var ending = await db.Connections.AsNoTracking()
            .Where(c => c.DisconnectedAt == null && c.Status == ConnectionStatus.Active && c.ExpiresAt != null
                && ((!c.IsRefreshable && c.ExpiresAt > now && c.ExpiresAt <= soon && (c.ExpiryNoticeDays == null || c.ExpiryNoticeDays > NoticeDays[0]))
                    || (c.IsRefreshable && c.RefreshFailures >= WorryingFailures && c.ExpiryNoticeDays == null)))
            .OrderBy(c => c.ExpiresAt).ThenBy(c => c.Id).Take(BatchSize).ToListAsync(cancellationToken);
        foreach (var connection in ending)
        {
            var days = connection.IsRefreshable ? 0 : NoticeDays.First(d => connection.ExpiresAt <= now.AddDays(d));
            if (connection.ExpiryNoticeDays is null || days < connection.ExpiryNoticeDays)
            {
                await TellAsync(db, connection, days, cancellationToken);
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

    private sealed record DueRefresh(Guid Id, string ProviderKey, int TokenVersion);

    [LoggerMessage(3111, LogLevel.Warning, "The token of connection {ConnectionId} ({Provider}) was not renewed ahead of its end: {Code}")]
    private static partial void LogNotRefreshed(ILogger logger, Guid connectionId, string provider, string code);
}
