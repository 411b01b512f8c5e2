using System.Runtime.CompilerServices;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Management;

/// <summary>Ends all living connections of an integration at once, people's own ones too (SECURITY O13).</summary>
public sealed class BulkDisconnect(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectionTeardown connectionEnd, ActivityLog activity, AuditLog audit, Outbox outbox)
{
    private const int MostAttempts = 5;

    /// <returns>How many ended; none is no failure.</returns>
    public async Task<Result<int>> DisconnectAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, instanceId, cancellationToken)).TryGet(out var instance, out var refused))
        {
            return refused;
        }

        return await EndAsync(db, caller, instance, cancellationToken);
    }

    /// <summary>
    /// For the operator at the machine, after a theft: ends all connections of a provider, of an organization, or of both, people's own
    /// integrations included. No page and no route leads here.
    /// </summary>
    /// <param name="organizationId">Null for those of all.</param>
    /// <param name="provider">Null for those of all.</param>
    /// <param name="cancellationToken">Ends the work; what has ended stays so.</param>
    /// <returns>How far it is, an integration at a time.</returns>
    public async IAsyncEnumerable<EndedConnections> DisconnectAllAsync(Guid? organizationId, string? provider, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Guid> ids;
        await using (var db = await contexts.CreateDbContextAsync(cancellationToken))
        {
            ids = await db.Connections.Where(c => c.DisconnectedAt == null && (organizationId == null || c.OrganizationId == organizationId) && (provider == null || c.ProviderKey == provider))
                .Select(c => c.InstanceId).Distinct().OrderBy(id => id).ToListAsync(cancellationToken);
        }

        var (ended, failed) = (0, 0);
        for (var done = 1; done <= ids.Count; done++)
        {
            var result = await DisconnectByOperatorAsync(ids[done - 1], cancellationToken);
            (ended, failed) = (ended + result.Match(count => count, _ => 0), failed + (result.IsSuccess ? 0 : 1));
            yield return new EndedConnections(done, ids.Count, ended, failed);
        }
    }

    private async Task<Result<int>> DisconnectByOperatorAsync(Guid instanceId, CancellationToken cancellationToken)
    {
        Result<int> ended = 0;
        // Anyone who works on it at the same moment does not save it from ending.
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var instance = await db.Instances.SingleAsync(i => i.Id == instanceId, cancellationToken);
            var operatorOfTheHub = new Caller(null, instance.OrganizationId, Role.User) { DisplayName = "operator of the hub" };
            ended = await EndAsync(db, operatorOfTheHub, instance, cancellationToken);
            if (ended.IsSuccess)
            {
                break;
            }
        }

        return ended;
    }

    private async Task<Result<int>> EndAsync(IntegrationsDbContext db, Caller caller, IntegrationInstance instance, CancellationToken cancellationToken)
    {
        var living = await db.Connections.Where(c => c.InstanceId == instance.Id && c.DisconnectedAt == null).ToListAsync(cancellationToken);
        if (living.Count == 0)
        {
            return 0;
        }

        living.ForEach(connection => connectionEnd.End(db, connection));
        instance.LoseConnection();

        // Whose accounts people connected is theirs; that they are gone is everybody's.
        audit.Add(db, caller, "connection.disconnected", InstanceAudit.Target(instance), new { connections = living.Count });
        outbox.AddDisconnected(db, instance, "disconnected");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return InstanceFailures.Stale;
        }

        connectionEnd.Wake();
        await activity.RecordAsync(
            activity.Entry(caller with { UserId = caller.UserId ?? instance.OwnerUserId }, instance.OrganizationId, instance.Id, instance.Level == InstanceLevel.User, ActivityTypes.Disconnect, TimeSpan.Zero, message: "Disconnected"), cancellationToken);
        return living.Count;
    }
}
