using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Storage;

namespace Integrations.Core.Connections;

/// <summary>
/// Which connections the hub works with by itself (SECURITY A9): pulls, checks, renewals of tokens and of subscriptions, events of
/// vendors. Revocations are left out on purpose: a credential that was disconnected ends at its vendor in any case.
/// </summary>
internal static class WorkingConnectionQueries
{
    /// <summary>Living connections of integrations that work; a person's own only while that person may sign in.</summary>
    public static IQueryable<Connection> WorkingConnections(this IntegrationsDbContext db) => db.AllowedConnections().Where(c =>
        c.DisconnectedAt == null
        && db.Set<IntegrationInstance>().Any(i => i.Id == c.InstanceId && i.DeletedAt == null && i.Status != InstanceStatus.Disabled
            && (i.OwnerUserId == null || db.Set<User>().Any(u => u.Id == i.OwnerUserId && u.DisabledAt == null))));

    /// <summary>Connections, ended ones included, of an organization that works and of people who may sign in.</summary>
    public static IQueryable<Connection> AllowedConnections(this IntegrationsDbContext db) => db.Connections.Where(c =>
        db.Set<Organization>().Any(o => o.Id == c.OrganizationId && o.DisabledAt == null)
        && (c.UserId == null || db.Set<User>().Any(u => u.Id == c.UserId && u.DisabledAt == null)));
}
