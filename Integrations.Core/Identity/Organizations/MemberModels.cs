using Integrations.Core.Permissions;
using Integrations.Primitives;

namespace Integrations.Core.Identity.Organizations;

/// <summary>Someone to be invited.</summary>
/// <param name="Email">At most 256 characters; one account per address in the whole hub.</param>
/// <param name="DisplayName">1 to 120 characters.</param>
/// <param name="Role">User or administrator of the organization; super admins are not made here.</param>
public sealed record NewMember(string Email, string DisplayName, Role Role);

/// <summary>A person in a list of members.</summary>
/// <param name="HasSignedUp">False until they have chosen a password.</param>
/// <param name="HasSecondFactor">They give a code besides their password.</param>
public sealed record MemberRow(
    Guid Id, string Email, string DisplayName, Role Role, bool HasSignedUp, bool HasSecondFactor, DateTimeOffset? DisabledAt, DateTimeOffset? LastSignInAt, DateTimeOffset CreatedAt);

/// <summary>A new member and the address at which they choose their password. It works once, for some days; where no mail brings it to them, it is handed over.</summary>
[HoldsSecret]
public sealed class Invitation(MemberRow member, Secret path, bool isMailed = false)
{
    public const string PagePath = "/account/choose-password";

    public MemberRow Member => member;

    /// <summary>A path of the hub, beginning with a slash.</summary>
    public Secret Path => path;

    /// <summary>It is on its way to the member by mail too.</summary>
    public bool IsMailed => isMailed;

    public override string ToString() => "***";
}
