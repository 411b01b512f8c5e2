using Integrations.Primitives;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A new member and the address at which they choose their password. It works once, for some days; where no mail brings it to them, it is handed over.</summary>
[HoldsSecret]
public sealed class Invitation(MemberRow member, Secret path, bool isMailed = false)
{
    /// <summary>The page where a password is chosen; invitations and forgotten passwords lead there.</summary>
    public const string PagePath = "/account/choose-password";

    /// <summary>The person as lists show them.</summary>
    public MemberRow Member => member;

    /// <summary>A path of the hub, beginning with a slash.</summary>
    public Secret Path => path;

    /// <summary>It is on its way to the member by mail too.</summary>
    public bool IsMailed => isMailed;

    /// <summary>Always <c>***</c>: the path opens the account.</summary>
    public override string ToString() => "***";
}
