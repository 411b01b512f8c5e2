using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Accounts;

/// <summary>Where a sign-in comes from, for audit and for the person's list of sessions.</summary>
/// <param name="Browser">The User-Agent header; null where no browser signs in.</param>
/// <param name="Language">Of the page; null where no page was.</param>
public sealed record SignInOrigin(string? RemoteAddress, string? RequestId, string? Browser = null, string? Language = null)
{
    /// <summary>Someone who is about to come in, for the audit log: there is no session yet.</summary>
    internal Caller CallerOf(User user) => CallerOf(user.Id, user.OrganizationId, user.Role, user.Email ?? user.DisplayName);

    internal Caller CallerOf(UserStanding who) => CallerOf(who.Id, who.OrganizationId, who.Role, who.Email);

    private Caller CallerOf(Guid userId, Guid? organizationId, Role role, string name) =>
        new(userId, organizationId, role) { DisplayName = name, RemoteAddress = RemoteAddress, RequestId = RequestId };
}
