using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Connections;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Instances;

/// <summary>Ends all living connections of an integration at once, people's own ones too (SECURITY O13).</summary>
public sealed class EveryConnection(
    IDbContextFactory<IntegrationsDbContext> contexts, ConnectionEnd connectionEnd, ActivityLog activity, AuditLog audit, Outbox outbox)
{
    /// <returns>How many ended; none is no failure.</returns>
    public async Task<Result<int>> DisconnectAsync(Caller caller, Guid instanceId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!(await db.ForChangeAsync(caller, instanceId, cancellationToken)).TryGet(out var instance, out var refused))
        {
            return refused;
        }

        var living = await db.Connections.Where(c => c.InstanceId == instanceId && c.DisconnectedAt == null).ToListAsync(cancellationToken);
        if (living.Count == 0)
        {
            return 0;
        }

        living.ForEach(connection => connectionEnd.End(db, connection));
        if (!instance.UserScoped)
        {
            instance.LastError = null;
            instance.Status = instance.Status == InstanceStatus.Disabled ? InstanceStatus.Disabled : InstanceStatus.Pending;
        }

        // Whose accounts people connected is theirs; that they are gone is everybody's.
        audit.Add(db, caller, "connection.disconnected", InstanceService.Target(instance), new { connections = living.Count });
        outbox.Add(db, instance.OrganizationId, EventTypes.IntegrationDisconnected, new { integrationId = instance.Id, name = instance.Name, provider = instance.ProviderKey, reason = "disconnected" });
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
            activity.Entry(caller, instance.OrganizationId, instance.Id, false, ActivityTypes.Disconnect, TimeSpan.Zero, message: "Disconnected"), cancellationToken);
        return living.Count;
    }
}
