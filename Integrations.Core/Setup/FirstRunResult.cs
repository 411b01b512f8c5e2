using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>What the first run made.</summary>
[HoldsSecret]
public sealed class FirstRunResult(UserStanding superAdministrator, Invitation? administrator)
{
    /// <summary>Who administers the hub from now on, ready to sign in.</summary>
    public UserStanding SuperAdministrator => superAdministrator;

    /// <summary>The link of the organization's administrator; null where it is the super administrator.</summary>
    public Invitation? Administrator => administrator;

    /// <summary>Always <c>***</c>: the invitation opens an account.</summary>
    public override string ToString() => "***";
}
