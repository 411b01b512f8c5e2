using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Tokens;

internal static class ApiTokenVisibility
{
    /// <summary>Everyone sees their own; administrators see their organization's too (SECURITY A1).</summary>
    public static IQueryable<ApiToken> VisibleTo(this IQueryable<ApiToken> tokens, Caller caller) =>
        caller.IsTenantAdmin
            ? tokens.Where(t => t.OrganizationId == caller.OrganizationId || (t.UserId != null && t.UserId == caller.UserId))
            : tokens.Where(t => t.UserId != null && t.UserId == caller.UserId);
}
