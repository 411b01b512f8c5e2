using Integrations.Core.Permissions;

namespace Integrations.Core.Connections.Links;

internal static class ConnectLinkVisibility
{
    /// <summary>Of the caller's organization (SECURITY A1).</summary>
    public static IQueryable<ConnectLink> VisibleTo(this IQueryable<ConnectLink> links, Caller caller) => links.Where(link => link.OrganizationId == caller.OrganizationId);

    /// <inheritdoc cref="VisibleTo(IQueryable{ConnectLink}, Caller)"/>
    public static IQueryable<ConnectLinkRules> VisibleTo(this IQueryable<ConnectLinkRules> rules, Caller caller) => rules.Where(rule => rule.OrganizationId == caller.OrganizationId);
}
