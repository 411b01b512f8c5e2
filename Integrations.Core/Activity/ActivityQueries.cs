using Integrations.Core.Permissions;

namespace Integrations.Core.Activity;

/// <summary>The tenancy rule of activity, written once.</summary>
public static class ActivityQueries
{
    /// <summary>
    /// The organization's activity. What happened through someone's own connection is seen by them, and by administrators
    /// as the mere fact (SECURITY A4).
    /// </summary>
    public static IQueryable<ActivityEntry> VisibleTo(this IQueryable<ActivityEntry> activities, Caller caller)
    {
        var (organizationId, userId, isAdmin) = (caller.OrganizationId, caller.UserId, caller.IsTenantAdmin);
        return activities.Where(a => a.OrganizationId == organizationId && (!a.IsPrivate || isAdmin || (userId != null && a.UserId == userId)));
    }
}
