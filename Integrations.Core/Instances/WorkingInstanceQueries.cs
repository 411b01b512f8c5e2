using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;

namespace Integrations.Core.Instances;

/// <summary>With which integrations the hub works by itself (SECURITY A9).</summary>
internal static class WorkingInstanceQueries
{
    /// <summary>Integrations that are switched on, of an organization that works, and a person's own only while that person may sign in.</summary>
    public static IQueryable<IntegrationInstance> WorkingInstances(this IntegrationsDbContext db) => db.Instances.Where(i =>
        i.DeletedAt == null && i.Status != InstanceStatus.Disabled
        && db.Set<Organization>().Any(o => o.Id == i.OrganizationId && o.DisabledAt == null)
        && (i.OwnerUserId == null || db.Set<User>().Any(u => u.Id == i.OwnerUserId && u.DisabledAt == null)));
}
