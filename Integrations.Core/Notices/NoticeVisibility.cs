using Integrations.Core.Permissions;

namespace Integrations.Core.Notices;

internal static class NoticeVisibility
{
    /// <summary>A person's own (SECURITY A1), in the organization that they are in.</summary>
    public static IQueryable<Notice> VisibleTo(this IQueryable<Notice> notices, Caller caller) =>
        notices.Where(n => n.UserId == caller.UserId && n.OrganizationId == caller.OrganizationId);
}
