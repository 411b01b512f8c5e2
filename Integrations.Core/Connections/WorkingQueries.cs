using Integrations.Core.Instances;
using Integrations.Core.Organizations;
using Integrations.Core.Storage;

namespace Integrations.Core.Connections;

/// <summary>
/// Who works, said once for everything that the hub does by itself (SECURITY A9): pulls, checks, renewals of tokens and of
/// subscriptions, events of vendors, and deliveries. Revocations are left out on purpose: a credential that was disconnected ends at its vendor in any case.
/// </summary>
internal static class WorkingQueries
{
    /// <summary>Organizations that are not disabled.</summary>
    public static IQueryable<Organization> WorkingOrganizations(this IntegrationsDbContext db) => db.Organizations.Where(o => o.DisabledAt == null);

    /// <summary>Integrations that are switched on, of an organization that works, and a person's own only while that person may sign in.</summary>
    public static IQueryable<IntegrationInstance> WorkingInstances(this IntegrationsDbContext db) => db.Instances.Where(i =>
        i.DeletedAt == null && i.Status != InstanceStatus.Disabled
        && db.Organizations.Any(o => o.Id == i.OrganizationId && o.DisabledAt == null)
        && (i.OwnerUserId == null || db.Users.Any(u => u.Id == i.OwnerUserId && u.DisabledAt == null)));

    /// <summary>Living connections of integrations that work; a person's own only while that person may sign in.</summary>
    public static IQueryable<Connection> WorkingConnections(this IntegrationsDbContext db) => db.AllowedConnections().Where(c =>
        c.DisconnectedAt == null
        && db.Instances.Any(i => i.Id == c.InstanceId && i.DeletedAt == null && i.Status != InstanceStatus.Disabled
            && (i.OwnerUserId == null || db.Users.Any(u => u.Id == i.OwnerUserId && u.DisabledAt == null))));

    /// <summary>Connections, ended ones included, of an organization that works and of people who may sign in.</summary>
    public static IQueryable<Connection> AllowedConnections(this IntegrationsDbContext db) => db.Connections.Where(c =>
        db.Organizations.Any(o => o.Id == c.OrganizationId && o.DisabledAt == null)
        && (c.UserId == null || db.Users.Any(u => u.Id == c.UserId && u.DisabledAt == null)));
}
