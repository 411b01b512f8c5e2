using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.OpenId;

/// <summary>The sets of this feature, and who sees which rows of them: written once (SECURITY A1).</summary>
internal static class OpenIdTables
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<OrganizationSignIn> OrganizationSignIns => db.Set<OrganizationSignIn>();
    }

    /// <summary>The organization's own, for its administrators.</summary>
    public static IQueryable<OrganizationSignIn> VisibleTo(this IQueryable<OrganizationSignIn> signIns, Caller caller)
    {
        var (organizationId, isForAll) = (caller.OrganizationId, caller.Must(KnownPermissions.ChangeOrganizationSignIn) is null);
        return signIns.Where(s => isForAll && s.OrganizationId == organizationId);
    }

    /// <summary>Those with which people may sign in now.</summary>
    public static IQueryable<OrganizationSignIn> Working(this IQueryable<OrganizationSignIn> signIns) => signIns.Where(s => s.IsOn);
}
