using Integrations.Core.Permissions;

namespace Integrations.Core.Identity.Organizations;

/// <summary>Someone to be invited.</summary>
/// <param name="Email">At most 256 characters; one account per address in the whole hub.</param>
/// <param name="DisplayName">1 to 120 characters.</param>
/// <param name="Role">User or administrator of the organization; super admins are not made here.</param>
public sealed record NewMember(string Email, string DisplayName, Role Role);
