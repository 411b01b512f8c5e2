using Integrations.Core.Common;
using Integrations.Core.Connections;
using Integrations.Core.Connectors;
using Integrations.Core.Instances;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Sync;

/// <summary>Pulls on schedule what something is linked of; vendors that tell us themselves are pulled as well, because messages get lost.</summary>
public sealed class SyncLoop(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectorCatalog connectors, SyncService sync, TimeProvider clock, ILogger<SyncLoop> logger) : BackgroundLoop(clock, logger)
{
    private const int SideBySide = 4;

    protected override TimeSpan Period => TimeSpan.FromMinutes(2);

    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var due = await DueAsync(cancellationToken);
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellationToken },
            async (one, ct) =>
            {
                if (await ClaimAsync(one, ct) is { Count: > 0 } types)
                {
                    await RunOrReleaseAsync(one, types, ct);
                }
            });
        return 0;
    }

    /// <summary>A process that stops in the middle leaves the pull due: the next one begins again where the last whole page ended (RELIABILITY X1).</summary>
    private async Task RunOrReleaseAsync(DueSync one, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        try
        {
            await sync.RunAsync(one.Instance, one.Connection, types, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var now = Clock.GetUtcNow();
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await db.WriteAsync(
                ct => db.SyncStates.Where(s => s.ConnectionId == one.Connection.Id && types.Contains(s.EntityType) && s.DueAt > now)
                    .ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, now), ct),
                CancellationToken.None);
            throw;
        }
    }

    private async Task<List<DueSync>> DueAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var linked = await db.Links.AsNoTracking().Select(l => new { l.InstanceId, l.OwnerUserId, l.ExternalType }).Distinct().ToListAsync(cancellationToken);
        var due = new List<DueSync>();
        foreach (var mine in linked.GroupBy(l => (l.InstanceId, l.OwnerUserId)))
        {
            var instance = await db.Instances.AsNoTracking()
                .SingleOrDefaultAsync(i => i.Id == mine.Key.InstanceId && i.DeletedAt == null && i.Status != InstanceStatus.Disabled, cancellationToken);
            if (instance is null || connectors.Find(instance.ProviderKey)?.Connector is not ISyncEntities syncing)
            {
                continue;
            }

            var types = syncing.SyncableEntities.Intersect(mine.Select(l => l.ExternalType), StringComparer.Ordinal).ToList();
            var connection = await db.Connections.AsNoTracking().SingleOrDefaultAsync(
                c => c.InstanceId == instance.Id && c.UserId == mine.Key.OwnerUserId && c.DisconnectedAt == null && c.Status == ConnectionStatus.Active, cancellationToken);
            if (connection is not null && types.Count > 0)
            {
                var states = await db.SyncStates.AsNoTracking().Where(s => s.ConnectionId == connection.Id && s.DueAt > now).Select(s => s.EntityType).ToListAsync(cancellationToken);
                due.Add(new DueSync(instance, connection, [.. types.Except(states, StringComparer.Ordinal)]));
            }
        }

        return due;
    }

    /// <summary>Of two nodes that see the same due pull, the one that moves its time does it.</summary>
    private async Task<IReadOnlyList<string>> ClaimAsync(DueSync due, CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        var claimed = new List<string>();
        foreach (var type in due.Types)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                var taken = await db.WriteAsync(
                    async ct =>
                    {
                        if (!await db.SyncStates.AnyAsync(s => s.ConnectionId == due.Connection.Id && s.EntityType == type, ct))
                        {
                            db.SyncStates.Add(new SyncState { ConnectionId = due.Connection.Id, EntityType = type, DueAt = now + SyncService.Every });
                            return await db.SaveChangesAsync(ct) == 1;
                        }

                        return await db.SyncStates.Where(s => s.ConnectionId == due.Connection.Id && s.EntityType == type && s.DueAt <= now)
                            .ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, now + SyncService.Every), ct) == 1;
                    },
                    cancellationToken);
                if (taken)
                {
                    claimed.Add(type);
                }
            }
            catch (DbUpdateException other) when (other.IsUniqueViolation())
            {
                // Another node claimed it first.
            }
        }

        return claimed;
    }

    private sealed record DueSync(IntegrationInstance Instance, Connection Connection, IReadOnlyList<string> Types);
}
