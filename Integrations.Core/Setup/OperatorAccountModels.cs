using Integrations.Core.Identity.Organizations;
using Integrations.Primitives;

namespace Integrations.Core.Setup;

/// <summary>An administrator whom the operator lets in.</summary>
/// <param name="Email">Of somebody new, or of an account that is there.</param>
/// <param name="Name">1 to 120 characters; null for the part of the address before the @, or the name that the account has.</param>
/// <param name="Organization">Made where there is none of that name; null for the only one.</param>
/// <param name="IsSuper">Administers the hub; without an organization nothing else.</param>
public sealed record NewAdministrator(string Email, string? Name, string? Organization, bool IsSuper);

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
