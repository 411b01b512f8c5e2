using System.Diagnostics.Metrics;
using Integrations.Connectors;
using Integrations.Connectors.Contracts;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Jobs;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Sync;

/// <summary>
/// Pulls on schedule what something is linked of; vendors that tell us themselves are pulled as well, because messages get lost. All due
/// entity types of a connection are one item of work. One that is cut off goes on where its last whole page ended (RELIABILITY X1).
/// </summary>
public sealed class SyncLoop(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, SyncService sync, IMeterFactory meters, TimeProvider clock, ILogger<SyncLoop> logger)
    : LeasedWork<SyncState>(contexts, Limits, Lease, meters, clock, logger)
{
    /// <summary>A first pull is many pages; what they gave is kept page by page.</summary>
    private static readonly WorkLimits Limits = new(SideBySide: 16, PerOrganization: 4, PerKey: 1, Deadline: TimeSpan.FromMinutes(2));
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private readonly LinkedConnections _connections = new(contexts, LinkChange.Pulls);

    /// <inheritdoc/>
    protected override TimeSpan Period => TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    protected override string AttemptsColumn => nameof(SyncState.Failures);

    /// <summary>What is linked and was never pulled is due now.</summary>
    protected override Task PrepareAsync(CancellationToken cancellationToken) => _connections.RunAsync(AddMissingAsync, cancellationToken);

    private async Task AddMissingAsync(IReadOnlyList<Guid> connections, CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        var missing = await (
            from connection in db.WorkingConnections()
            where connections.Contains(connection.Id)
            from link in db.Set<EntityLink>()
            where link.InstanceId == connection.InstanceId && link.OwnerKey == connection.OwnerKey
                && !db.Set<SyncState>().Any(s => s.ConnectionId == connection.Id && s.EntityType == link.ExternalType)
            select new { connection.Status, connection.Id, connection.ProviderKey, link.ExternalType }).Distinct().ToListAsync(cancellationToken);
        // Not asked by state: SQLite would rather read all of that state than these few.
        foreach (var one in missing.Where(one => one.Status == ConnectionStatus.Active))
        {
            if (connectors.Find(one.ProviderKey)?.As<ISyncEntities>() is { } syncing && syncing.SyncableEntities.Contains(one.ExternalType, StringComparer.Ordinal))
            {
                await AddAsync(one.Id, one.ExternalType, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    protected override IQueryable<Candidate<SyncState>> DueRows(IntegrationsDbContext db, DateTimeOffset now) =>
        from state in Linked(db)
        from connection in db.WorkingConnections()
        where state.DueAt <= now && connection.Id == state.ConnectionId && connection.Status == ConnectionStatus.Active
        select new Candidate<SyncState> { Row = state, OrganizationId = connection.OrganizationId, Key = connection.Id, DueAt = state.DueAt, Attempts = state.Failures };

    /// <inheritdoc/>
    protected override IQueryable<SyncState> Self(IntegrationsDbContext db, SyncState row) => db.SyncStates.Where(s => s.ConnectionId == row.ConnectionId);

    /// <summary>All of the connection that is due is claimed with it: one pull, one line in the activity.</summary>
    protected override IQueryable<SyncState> Unclaimed(IntegrationsDbContext db, SyncState row, DateTimeOffset now) =>
        Linked(db).Where(s => s.ConnectionId == row.ConnectionId && s.DueAt <= now);

    /// <inheritdoc/>
    protected override async Task DoAsync(Claimed<SyncState> item, CancellationToken cancellationToken)
    {
        Dictionary<string, int> versions;
        await using (var db = await Contexts.CreateDbContextAsync(cancellationToken))
        {
            versions = await VersionsAsync(db, item, cancellationToken);
            var connection = await db.WorkingConnections().AsNoTracking().SingleOrDefaultAsync(c => c.Id == item.Row.ConnectionId, cancellationToken);
            if (connection is not null && await db.WorkingInstances().AsNoTracking().SingleOrDefaultAsync(i => i.Id == connection.InstanceId, cancellationToken) is { } instance)
            {
                await sync.RunAsync(instance, connection, [.. versions.Keys.Order(StringComparer.Ordinal)], cancellationToken);
            }
        }

        await EndAsync(item, versions);
    }

    /// <inheritdoc/>
    protected override Task PutOffAsync(Claimed<SyncState> item, Failure failure, CancellationToken cancellationToken)
    {
        var (due, error) = (Clock.GetUtcNow() + SyncService.BackOff(item.Attempt), Text.Cut(failure.Message, 1_000));
        return FinishAsync(item, set => set.SetProperty(s => s.DueAt, due).SetProperty(s => s.LastError, error), cancellationToken);
    }

    /// <summary>It is pulled for as long as something is linked; a pull that costs processes their life is tried again after the longest pause.</summary>
    protected override Task GiveUpAsync(Claimed<SyncState> item, Failure failure, CancellationToken cancellationToken)
    {
        var (due, error) = (Clock.GetUtcNow() + SyncService.LongestBackOff, Text.Cut(failure.Message, 1_000));
        return FinishAsync(item, set => set.SetProperty(s => s.DueAt, due).SetProperty(s => s.LastError, error), cancellationToken);
    }

    /// <summary>What the pull came to has its next time already; what it did not come to, because it failed before, has it from here.</summary>
    private async Task EndAsync(Claimed<SyncState> item, Dictionary<string, int> before)
    {
        await using var db = await Contexts.CreateDbContextAsync();
        var after = await VersionsAsync(db, item, CancellationToken.None);
        var untouched = before.Where(type => after.TryGetValue(type.Key, out var version) && version == type.Value).Select(type => type.Key).ToList();
        var next = Clock.GetUtcNow() + Jitter.Around(SyncService.Every);
        await FinishAsync(item, set => set.SetProperty(s => s.DueAt, s => untouched.Contains(s.EntityType) ? next : s.DueAt), CancellationToken.None);
    }

    private static Task<Dictionary<string, int>> VersionsAsync(IntegrationsDbContext db, Claimed<SyncState> item, CancellationToken cancellationToken)
    {
        Guid? claim = item.ClaimId;
        return db.SyncStates.AsNoTracking().Where(s => s.ConnectionId == item.Row.ConnectionId && s.ClaimId == claim)
            .ToDictionaryAsync(s => s.EntityType, s => s.Version, StringComparer.Ordinal, cancellationToken);
    }

    private static IQueryable<SyncState> Linked(IntegrationsDbContext db) => db.SyncStates.AsNoTracking().Where(s => db.Set<Connection>().Any(c =>
        c.Id == s.ConnectionId && db.Set<EntityLink>().Any(l => l.InstanceId == c.InstanceId && l.OwnerKey == c.OwnerKey && l.ExternalType == s.EntityType)));

    private async Task AddAsync(Guid connectionId, string type, CancellationToken cancellationToken)
    {
        await using var db = await Contexts.CreateDbContextAsync(cancellationToken);
        db.SyncStates.Add(new SyncState { ConnectionId = connectionId, EntityType = type, DueAt = Clock.GetUtcNow() });
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException other) when (other.IsUniqueViolation())
        {
            // Another node saw it first, or a person pulled by hand.
        }
    }
}
