using Integrations.Core.Storage;

namespace Integrations.Core.Identity.Organizations;

/// <summary>For which organizations the hub works by itself (SECURITY A9).</summary>
internal static class WorkingOrganizationQueries
{
    /// <summary>Organizations that are not disabled.</summary>
    public static IQueryable<Organization> WorkingOrganizations(this IntegrationsDbContext db) => db.Organizations.Where(o => o.DisabledAt == null);
}
