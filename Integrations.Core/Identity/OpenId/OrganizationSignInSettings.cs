using Integrations.Primitives;

namespace Integrations.Core.Identity.OpenId;

/// <summary>What an administrator enters. Every field is trimmed and checked where it is saved.</summary>
[HoldsSecret]
public sealed class OrganizationSignInSettings
{
    public string Name { get; set; } = "";

    public string Issuer { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <summary>Empty keeps the one that is stored.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>One a line.</summary>
    public string Domains { get; set; } = "";

    public bool IsOn { get; set; }

    public bool IsEnforced { get; set; }

    public Guid? OwnerId { get; set; }

    public bool CreatesAccounts { get; set; }

    public bool TrustsAddresses { get; set; }

    /// <summary>Empty leaves roles as they are.</summary>
    public string? RoleClaim { get; set; }

    /// <summary>One a line.</summary>
    public string? AdministratorValues { get; set; }

    public override string ToString() => "***";
}
