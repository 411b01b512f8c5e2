namespace Integrations.Core.Identity.OpenId;

/// <summary>What an administrator sees of it; the client secret is in none of it.</summary>
/// <param name="Settings">As stored; null where nothing is yet.</param>
/// <param name="Domains">In alphabetical order.</param>
/// <param name="Owners">Who could be the account that still uses a password: administrators who can come in without the provider.</param>
/// <param name="Outside">Members who are locked out while sign-in is enforced: their address lies in none of the domains, and no identity is linked.</param>
public sealed record OrganizationSignInView(
    Guid OrganizationId, OrganizationSignIn? Settings, IReadOnlyList<string> Domains, IReadOnlyList<OrganizationSignInOwner> Owners, int Outside)
{
    /// <summary>Handed back with a change, so that two administrators do not overwrite each other; 0 where nothing is stored.</summary>
    public int Version => Settings?.Version ?? 0;
}
