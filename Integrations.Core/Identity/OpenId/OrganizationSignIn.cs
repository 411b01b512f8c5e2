using Integrations.Core.Storage;

namespace Integrations.Core.Identity.OpenId;

/// <summary>An organization's own OpenID provider, with which its members sign in.</summary>
public sealed class OrganizationSignIn : IVersioned
{
    /// <summary>In characters, as are all of these but the last.</summary>
    public const int NameMaxLength = 60;

    /// <summary>Of an https address.</summary>
    public const int IssuerMaxLength = 300;

    /// <summary>Longer ones are refused.</summary>
    public const int ClientIdMaxLength = 200;

    /// <summary>Before it is protected.</summary>
    public const int ClientSecretMaxLength = 500;

    /// <summary>Of a claim's name.</summary>
    public const int RoleClaimMaxLength = 100;

    /// <summary>Of all lines together.</summary>
    public const int AdministratorValuesMaxLength = 2_000;

    /// <summary>Domains of one organization.</summary>
    public const int MostDomains = 20;

    /// <summary>The row's key: an organization has one provider.</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>On the button, such as <c>Acme ID</c>; 1 to 60 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The provider's issuer, letter by letter as its metadata and tokens say it.</summary>
    public required string Issuer { get; set; }

    /// <summary>The hub's id at the provider, as its administrator registered it.</summary>
    public required string ClientId { get; set; }

    /// <summary>Protected like every stored secret.</summary>
    public required string ClientSecretCiphertext { get; set; }

    /// <summary>Whether members may sign in with it; its administrators can try it before.</summary>
    public bool IsOn { get; set; }

    /// <summary>Passwords and passkeys open no account of the organization any more, but for <see cref="OwnerId"/> and super administrators.</summary>
    public bool IsEnforced { get; set; }

    /// <summary>The administrator who may still use a password; never null when enforcement is turned on.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>People of the domains who have no account yet get one when they first come.</summary>
    public bool CreatesAccounts { get; set; }

    /// <summary>Addresses count where the provider does not say whether they are verified; those that it calls unverified never do.</summary>
    public bool TrustsAddresses { get; set; }

    /// <summary>The claim whose values say who administers; null leaves roles to the organization's administrators.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>The values that make administrators, one a line; everyone else is a user.</summary>
    public string? AdministratorValues { get; set; }

    /// <summary>Loaded with the row where it was asked for; no domain belongs to two organizations.</summary>
    public List<OrganizationSignInDomain> Domains { get; } = [];

    /// <inheritdoc/>
    public int Version { get; set; }

    /// <inheritdoc/>
    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary><see cref="AdministratorValues"/> line by line; empty where there are none.</summary>
    public IReadOnlyList<string> AdministratorValueList => AdministratorValues?.Split('\n') ?? [];

    /// <summary>Whether an address lies in one of the domains.</summary>
    public bool Covers(string address) => OpenIdDomains.OfAddress(address) is { } domain && Domains.Any(d => d.Domain == domain);
}
