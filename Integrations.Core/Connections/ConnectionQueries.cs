using Integrations.Core.Instances;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

internal static class ConnectionQueries
{
    /// <summary>The living connection that this caller uses on a visible integration: their own where it is user-scoped or theirs, else the organization's.</summary>
    public static IQueryable<Connection> UsedBy(this IQueryable<Connection> connections, Caller caller, IntegrationInstance instance)
    {
        var (instanceId, owner) = (instance.Id, OwnerFor(caller, instance));
        // With the instance it is one place in the index, however many people connected.
        var key = Connection.OwnerKeyOf(owner);
        return instance.UserScoped && owner is null
            ? connections.Where(c => false)
            : connections.Where(c => c.InstanceId == instanceId && c.OwnerKey == key && c.DisconnectedAt == null && c.UserId == owner);
    }

    /// <summary>An integration that a caller sees, with the connection that is theirs to use; null for others' integrations.</summary>
    public static async Task<(IntegrationInstance Instance, Connection? Connection)?> FindUsedAsync(this IntegrationsDbContext db, Caller caller, Guid instanceId, CancellationToken cancellationToken) =>
        await db.Instances.AsNoTracking().VisibleTo(caller).SingleOrDefaultAsync(i => i.Id == instanceId, cancellationToken) is { } instance
            ? (instance, await db.Connections.AsNoTracking().UsedBy(caller, instance).SingleOrDefaultAsync(cancellationToken))
            : null;

    /// <summary>The same among the integration's connections, where they are at hand.</summary>
    public static Connection? UsedBy(this IEnumerable<Connection> connections, Caller caller, IntegrationInstance instance)
    {
        var owner = OwnerFor(caller, instance);
        return instance.UserScoped && owner is null ? null : connections.SingleOrDefault(c => c.DisconnectedAt is null && c.UserId == owner);
    }

    /// <summary>Whose connection a caller makes and uses on an integration; null for the organization's.</summary>
    public static Guid? OwnerFor(Caller caller, IntegrationInstance instance) =>
        instance.UserScoped || instance.Level == InstanceLevel.User ? caller.UserId : null;
}
