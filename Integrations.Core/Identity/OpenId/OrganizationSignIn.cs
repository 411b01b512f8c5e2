using Integrations.Core.Storage;

namespace Integrations.Core.Identity.OpenId;

/// <summary>An organization's own OpenID provider, with which its members sign in.</summary>
public sealed class OrganizationSignIn : IVersioned
{
    public const int NameMaxLength = 60;
    public const int IssuerMaxLength = 300;
    public const int ClientIdMaxLength = 200;
    public const int ClientSecretMaxLength = 500;
    public const int RoleClaimMaxLength = 100;
    public const int AdministratorValuesMaxLength = 2_000;
    public const int MostDomains = 20;

    public Guid OrganizationId { get; init; }

    /// <summary>On the button, such as <c>Acme ID</c>; 1 to 60 characters.</summary>
    public required string Name { get; set; }

    /// <summary>The provider's issuer, letter by letter as its metadata and tokens say it.</summary>
    public required string Issuer { get; set; }

    public required string ClientId { get; set; }

    /// <summary>Protected like every stored secret.</summary>
    public required string ClientSecretCiphertext { get; set; }

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

    public List<OrganizationSignInDomain> Domains { get; } = [];

    public int Version { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    public IReadOnlyList<string> AdministratorValueList => AdministratorValues?.Split('\n') ?? [];

    /// <summary>Whether an address lies in one of the domains.</summary>
    public bool Covers(string address) => OpenIdDomains.OfAddress(address) is { } domain && Domains.Any(d => d.Domain == domain);
}
