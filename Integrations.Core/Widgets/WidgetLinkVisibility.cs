using Integrations.Core.Permissions;

namespace Integrations.Core.Widgets;

internal static class WidgetLinkVisibility
{
    /// <summary>Of the caller's organization (SECURITY A1).</summary>
    public static IQueryable<WidgetLink> VisibleTo(this IQueryable<WidgetLink> links, Caller caller) => links.Where(link => link.OrganizationId == caller.OrganizationId);
}
