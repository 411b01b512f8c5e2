using Integrations.Core.Common;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Asks each vendor once in a while whose account it is, the cheapest question there is: a connection that died unseen is found
/// before somebody needs it. Connections that were used lately have shown that they work and are not asked about.
/// </summary>
public sealed class ConnectionChecks(
    IDbContextFactory<IntegrationsDbContext> contexts, VendorSessions sessions, ConnectionHealth health, TimeProvider clock, ILogger<ConnectionChecks> logger)
    : BackgroundLoop(clock, logger)
{
    /// <summary>Between two checks of a connection that works.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Between two checks of one that fails, so that a recovery is seen soon.</summary>
    public static readonly TimeSpan EveryWhileFailing = TimeSpan.FromMinutes(10);

    private const int BatchSize = 64;
    private const int SideBySide = 4;

    protected override TimeSpan Period => TimeSpan.FromSeconds(60);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = Clock.GetUtcNow();
        var due = await db.Connections.AsNoTracking()
            .Where(c => c.DisconnectedAt == null && (c.Status == ConnectionStatus.Active || c.Status == ConnectionStatus.Error) && (c.CheckAt == null || c.CheckAt <= now)
                && db.Instances.Any(i => i.Id == c.InstanceId && i.DeletedAt == null && i.Status != InstanceStatus.Disabled))
            .OrderBy(c => c.CheckAt).ThenBy(c => c.Id).Take(BatchSize).ToListAsync(cancellationToken);
        await Parallel.ForEachAsync(
            due, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken }, async (connection, ct) => await CheckAsync(connection, now, ct));
        return due.Count == BatchSize ? due.Count : 0;
    }

    private async Task CheckAsync(Connection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var isNew = connection.CheckAt is null;
        var wasUsed = connection.ErrorCount == 0 && connection.LastUsedAt > now - Every;
        // Two nodes see the same; the one that moves the time asks. New ones are spread over the whole span.
        if (await PlanAsync(connection, isNew, now, cancellationToken) && !isNew && !wasUsed)
        {
            await AskAsync(connection, cancellationToken);
        }
    }

    private async Task<bool> PlanAsync(Connection connection, bool isNew, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var every = connection.ErrorCount > 0 ? EveryWhileFailing : Every;
        var next = now + (isNew ? every * Random.Shared.NextDouble() : Jitter.Around(every));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.WriteAsync(
            ct => db.Connections.Where(c => c.Id == connection.Id && c.CheckAt == connection.CheckAt && c.DisconnectedAt == null)
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.CheckAt, next), ct),
            cancellationToken) == 1;
    }

    private async Task AskAsync(Connection connection, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Instances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == connection.InstanceId, cancellationToken) is not { } instance)
        {
            return;
        }

        var opened = await sessions.OpenAsync(instance, connection, background: true, cancellationToken);
        if (!opened.TryGet(out var open, out var failure))
        {
            // A refresh that failed was counted where it failed; a credential that cannot be read is news.
            if (failure.Code == ConnectionFailures.Unreadable.Code)
            {
                await health.ReportAsync(connection, failure, validated: true, cancellationToken);
            }

            return;
        }

        using (open)
        {
            var account = await open.Entry.Connector.GetAccountAsync(open.Session, cancellationToken);
            await health.ReportAsync(connection, account.Failure, validated: true, cancellationToken);
        }
    }
}
