using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Agents;

/// <summary>The sets of this feature, and who sees which rows of them: written once (SECURITY A1).</summary>
internal static class AgentRows
{
    extension(IntegrationsDbContext db)
    {
        public DbSet<AgentGrant> AgentGrants => db.Set<AgentGrant>();

        public DbSet<AgentPolicy> AgentPolicies => db.Set<AgentPolicy>();

        public DbSet<AgentApproval> AgentApprovals => db.Set<AgentApproval>();
    }

    /// <summary>One's own; those of the organization's keys for its administrators.</summary>
    public static IQueryable<AgentGrant> VisibleTo(this IQueryable<AgentGrant> grants, Caller caller)
    {
        var (organizationId, userId, isForKeys) = (caller.OrganizationId, caller.UserId, caller.Must(KnownPermissions.GrantToolsToKeys) is null);
        return grants.Where(g => g.OrganizationId == organizationId && (g.UserId == null ? isForKeys : g.UserId == userId));
    }

    /// <summary>As grants.</summary>
    public static IQueryable<AgentApproval> VisibleTo(this IQueryable<AgentApproval> approvals, Caller caller)
    {
        var (organizationId, userId, isForKeys) = (caller.OrganizationId, caller.UserId, caller.Must(KnownPermissions.GrantToolsToKeys) is null);
        return approvals.Where(a => a.OrganizationId == organizationId && (a.UserId == null ? isForKeys : a.UserId == userId));
    }

    /// <summary>The one of the caller's organization.</summary>
    public static IQueryable<AgentPolicy> VisibleTo(this IQueryable<AgentPolicy> policies, Caller caller) => policies.Where(p => p.OrganizationId == caller.OrganizationId);
}
