using Integrations.Primitives;

namespace Integrations.Core.Identity.Organizations;

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
