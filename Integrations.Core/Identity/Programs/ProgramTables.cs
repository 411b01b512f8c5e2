using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Identity.Programs;

/// <summary>The sets of this feature, and who sees which rows of them: written once (SECURITY A1).</summary>
internal static class ProgramTables
{
    /// <summary>Columns that OpenIddict's entities have no member for.</summary>
    public const string ClientKey = "ProgramId";
    public const string AuthorizationKey = "AuthorizationId";

    extension(IntegrationsDbContext db)
    {
        public DbSet<ProgramClient> Programs => db.Set<ProgramClient>();

        public DbSet<ProgramAuthorization> ProgramAuthorizations => db.Set<ProgramAuthorization>();

        public DbSet<ProgramToken> ProgramTokens => db.Set<ProgramToken>();

        public DbSet<ProgramRules> ProgramRules => db.Set<ProgramRules>();
    }

    /// <summary>Those of the organization, for its administrators.</summary>
    public static IQueryable<ProgramClient> VisibleTo(this IQueryable<ProgramClient> clients, Caller caller)
    {
        var (organizationId, isForAll) = (caller.OrganizationId, caller.Must(KnownPermissions.ChangePrograms) is null);
        return clients.Where(c => isForAll && c.OrganizationId != null && c.OrganizationId == organizationId);
    }

    /// <summary>One's own.</summary>
    public static IQueryable<ProgramAuthorization> VisibleTo(this IQueryable<ProgramAuthorization> authorizations, Caller caller) =>
        authorizations.Where(a => a.UserId == caller.UserId && a.OrganizationId == caller.OrganizationId);

    /// <summary>Of the members of the caller's organization: for who may administer its programs.</summary>
    internal static IQueryable<ProgramAuthorization> OfOrganization(this IQueryable<ProgramAuthorization> authorizations, Caller caller)
    {
        var (organizationId, isForAll) = (caller.OrganizationId, caller.Must(KnownPermissions.ChangePrograms) is null);
        return authorizations.Where(a => isForAll && organizationId != null && a.OrganizationId == organizationId);
    }

    /// <summary>Those of the caller's organization.</summary>
    public static IQueryable<ProgramRules> VisibleTo(this IQueryable<ProgramRules> rules, Caller caller) => rules.Where(r => r.OrganizationId == caller.OrganizationId);
}
