using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Organizations;

internal static class MemberVisibility
{
    /// <summary>Members of the caller's own organization (SECURITY A1).</summary>
    public static IQueryable<User> VisibleTo(this IQueryable<User> users, Caller caller) =>
        users.Where(u => u.OrganizationId != null && u.OrganizationId == caller.OrganizationId);
}
