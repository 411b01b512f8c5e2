using Integrations.Core.Permissions;

namespace Integrations.Core.SavedFilters;

internal static class SavedFilterQueries
{
    /// <summary>The caller's own and those that are shared with their organization: an administrator does not see other people's.</summary>
    public static IQueryable<SavedFilter> VisibleTo(this IQueryable<SavedFilter> filters, Caller caller) =>
        filters.Where(f => f.OrganizationId == caller.OrganizationId && (f.IsShared || f.OwnerUserId == caller.UserId));

    /// <summary>Those of lists that can be narrowed to one integration, and are; which one is in the query.</summary>
    public static IQueryable<SavedFilter> NamingIntegrations(this IQueryable<SavedFilter> filters) => filters.Where(f => f.List == SavedFilterLists.Activity && f.Query.StartsWith("integration="));
}
