namespace Integrations.Core.Identity.Accounts;

/// <summary>What opens an account besides its password and the sessions that are open.</summary>
[Flags]
public enum WaysIn
{
    /// <summary>Password and open sessions alone.</summary>
    None = 0,

    /// <summary>Personal access tokens, and the secret address of one's meetings.</summary>
    Tokens = 1,

    /// <summary>Passkeys and linked accounts elsewhere, such as Microsoft's.</summary>
    SignIns = 2,

    /// <summary>Everything: what a person asks for who fears that others came in.</summary>
    All = Tokens | SignIns,
}
