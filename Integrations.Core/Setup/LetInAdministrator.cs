using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>An administrator and the address at which they choose their password. It works once.</summary>
[HoldsSecret]
public sealed class LetInAdministrator(Invitation invitation, string? organization, bool isNewOrganization, bool isNewAccount)
{
    public Invitation Invitation => invitation;

    /// <summary>The organization's name; null for a super administrator who belongs to none.</summary>
    public string? Organization => organization;

    public bool IsNewOrganization => isNewOrganization;

    public bool IsNewAccount => isNewAccount;

    public override string ToString() => "***";
}
