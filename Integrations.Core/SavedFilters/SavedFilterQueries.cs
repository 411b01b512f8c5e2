using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.SavedFilters;

internal static class SavedFilterQueries
{
    /// <summary>The caller's own and those that are shared with their organization: an administrator does not see other people's.</summary>
    public static IQueryable<SavedFilter> VisibleTo(this IQueryable<SavedFilter> filters, Caller caller) =>
        filters.Where(f => f.OrganizationId == caller.OrganizationId && (f.IsShared || f.OwnerUserId == caller.UserId));

    /// <summary>For a filter that the caller can see: whether they may change it. One that is no longer shared is its owner's alone.</summary>
    public static Failure? MayChange(Caller caller, SavedFilter filter) =>
        caller.Must(KnownPermissions.ChangeOwnFilters)
        ?? (filter.IsShared ? caller.Must(KnownPermissions.ShareFilters) : filter.OwnerUserId == caller.UserId ? null : SavedFilterFailures.NotFound);

    /// <summary>Those of lists that can be narrowed to one integration, and are; which one is in the query.</summary>
    public static IQueryable<SavedFilter> NamingIntegrations(this IQueryable<SavedFilter> filters) => filters.Where(f => f.List == SavedFilterLists.Activity && f.Query.StartsWith("integration="));
}
