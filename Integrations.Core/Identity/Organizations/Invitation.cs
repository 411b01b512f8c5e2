using Integrations.Primitives;

namespace Integrations.Core.Identity.Organizations;

/// <summary>A new member and the address at which they choose their password. It works once, for some days; there is no e-mail, so hand it over yourself.</summary>
[HoldsSecret]
public sealed class Invitation(MemberRow member, Secret path)
{
    public const string PagePath = "/account/choose-password";

    public MemberRow Member => member;

    /// <summary>A path of the hub, beginning with a slash.</summary>
    public Secret Path => path;

    public override string ToString() => "***";
}
