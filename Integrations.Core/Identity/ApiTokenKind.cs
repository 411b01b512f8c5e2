namespace Integrations.Core.Identity;

/// <summary>Whom a token acts as.</summary>
public enum ApiTokenKind
{
    /// <summary>Acts as one person.</summary>
    Personal,

    /// <summary>Acts as the organization; also a client id and secret for the token route.</summary>
    Organization,
}
