using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>An administrator and the address at which they choose their password. It works once.</summary>
[HoldsSecret]
public sealed class LetInAdministrator(Invitation invitation, string? organization, bool isNewOrganization, bool isNewAccount)
{
    /// <summary>The member, and the address at which they choose their password.</summary>
    public Invitation Invitation => invitation;

    /// <summary>The organization's name; null for a super administrator who belongs to none.</summary>
    public string? Organization => organization;

    /// <summary>It was made on this occasion.</summary>
    public bool IsNewOrganization => isNewOrganization;

    /// <summary>It was made on this occasion; false for a person who was there and was made an administrator.</summary>
    public bool IsNewAccount => isNewAccount;

    /// <summary>Always <c>***</c>: the invitation opens an account.</summary>
    public override string ToString() => "***";
}
