using Integrations.Connectors.Entities;
using Integrations.Core.Instances;
using Integrations.Core.Jobs;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Connections;

/// <summary>
/// Asks each vendor once in a while whose account it is, the cheapest question there is: a connection that died unseen is found
/// before someone needs it. Connections that were used lately have shown that they work and are not asked about.
/// </summary>
public sealed class ConnectionChecks(
    IDbContextFactory<IntegrationsDbContext> contexts, VendorSessions sessions, ConnectionHealth health, TimeProvider clock, ILogger<ConnectionChecks> logger)
    : FairWork<Connection>(Limits, clock, logger)
{
    /// <summary>Between two checks of a connection that works.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromHours(1);

    /// <summary>Between two checks of one that fails, so that a recovery is seen soon.</summary>
    public static readonly TimeSpan EveryWhileFailing = TimeSpan.FromMinutes(10);

    private static readonly WorkLimits Limits = new(SideBySide: 16, PerOrganization: 4, PerKey: 1, Deadline: TimeSpan.FromSeconds(20));

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Guid>> ReadyAsync(IReadOnlyCollection<Guid> full, int most, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db.WorkingConnections().Where(c => !full.Contains(c.OrganizationId))).Select(c => c.OrganizationId).Distinct().OrderBy(id => id).Take(most).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<Connection>> FindAsync(Guid organization, int most, IReadOnlyCollection<Guid> busy, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Due(db.WorkingConnections().Where(c => c.OrganizationId == organization && !busy.Contains(c.Id))).AsNoTracking().OrderBy(c => c.CheckAt).ThenBy(c => c.Id).Take(most).ToListAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Guid KeyOf(Connection item) => item.Id;

    /// <summary>Two nodes see the same; the one that moves the time asks. New ones are spread over the whole span.</summary>
    protected override async Task<Took> TakeAsync(Connection item, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var isNew = item.CheckAt is null;
        var every = item.ErrorCount > 0 ? EveryWhileFailing : Every;
        DateTimeOffset? next = now + (isNew ? every * Random.Shared.NextDouble() : Jitter.Around(every));
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var moved = await db.WriteAsync(
            ct => db.Connections.Where(c => c.Id == item.Id && c.CheckAt == item.CheckAt && c.DisconnectedAt == null).ExecuteUpdateAsync(c => c.SetProperty(x => x.CheckAt, next), ct),
            cancellationToken) == 1;
        var wasUsed = item.ErrorCount == 0 && item.LastUsedAt > now - Every;
        return !moved ? Took.Lost : isNew || wasUsed ? Took.Done : Took.Run;
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(Connection item, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.WorkingInstances().AsNoTracking().SingleOrDefaultAsync(i => i.Id == item.InstanceId, cancellationToken) is not { } instance)
        {
            return;
        }

        var opened = await sessions.OpenAsync(instance, item, background: true, cancellationToken);
        if (!opened.TryGet(out var open, out var failure))
        {
            // A refresh that failed was counted where it failed; a credential that cannot be read is news.
            if (failure.Code == ConnectionFailures.Unreadable.Code)
            {
                await health.ReportAsync(item, failure, validated: true, cancellationToken);
            }

            return;
        }

        using (open)
        {
            var account = await open.Session.CallAsync(() => open.Entry.Connector.GetAccountAsync(open.Session, cancellationToken), cancellationToken);
            await health.ReportAsync(item, account.Failure, validated: true, cancellationToken);
        }
    }

    /// <summary>Counts against the connection, like any answer that cannot be used.</summary>
    protected override Task FailAsync(Connection item, Failure failure, CancellationToken cancellationToken) => health.ReportAsync(item, failure, validated: true, cancellationToken);

    /// <summary>Due again at once.</summary>
    protected override async Task ReleaseAsync(Connection item)
    {
        DateTimeOffset? now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync();
        await db.WriteAsync(
            ct => db.Connections.Where(c => c.Id == item.Id && c.DisconnectedAt == null && c.CheckAt > now).ExecuteUpdateAsync(c => c.SetProperty(x => x.CheckAt, now), ct),
            CancellationToken.None);
    }

    /// <summary>Asked one by one, so that each has an index that gives nothing but what is due; together, a database may rather read all of an organization.</summary>
    private IQueryable<Connection> Due(IQueryable<Connection> connections)
    {
        var now = Clock.GetUtcNow();
        var (active, failing) = (connections.Where(c => c.Status == ConnectionStatus.Active), connections.Where(c => c.Status == ConnectionStatus.Error));
        return active.Where(c => c.CheckAt == null).Concat(active.Where(c => c.CheckAt <= now)).Concat(failing.Where(c => c.CheckAt == null)).Concat(failing.Where(c => c.CheckAt <= now));
    }
}
