using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>What an administrator enters. Every field is trimmed and checked where it is saved.</summary>
[HoldsSecret]
public sealed class OrganizationSignInSettings
{
    /// <summary>On the button; 1 to 60 characters.</summary>
    public string Name { get; set; } = "";

    /// <summary>An https address, letter by letter as the provider's metadata and tokens say it.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The hub's id at the provider, 1 to 200 characters.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Empty keeps the one that is stored.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>One a line.</summary>
    public string Domains { get; set; } = "";

    /// <summary>Members may sign in with it.</summary>
    public bool IsOn { get; set; }

    /// <summary>Passwords and passkeys open no account of the organization any more, but for <see cref="OwnerId"/> and super administrators.</summary>
    public bool IsEnforced { get; set; }

    /// <summary>The administrator who may still use a password; enforcing without one gives <c>validation</c>.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>People of the domains who have no account yet get one when they first come.</summary>
    public bool CreatesAccounts { get; set; }

    /// <summary>Addresses count where the provider does not say whether they are verified; those that it calls unverified never do.</summary>
    public bool TrustsAddresses { get; set; }

    /// <summary>Empty leaves roles as they are.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>One a line.</summary>
    public string? AdministratorValues { get; set; }

    /// <summary>Always <c>***</c>: it may hold the client's secret.</summary>
    public override string ToString() => "***";
}
