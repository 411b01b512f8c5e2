namespace Integrations.Core.Identity;

/// <summary>What someone showed to sign in.</summary>
public enum SignInProof
{
    /// <summary>The password alone.</summary>
    Password,

    /// <summary>The password, and a code of an authenticator app or a recovery code.</summary>
    PasswordAndCode,

    /// <summary>Holds the device and unlocked it: both factors at once.</summary>
    Passkey,

    /// <summary>Microsoft vouched for the person; as good as a password, no better.</summary>
    Microsoft,

    /// <summary>The organization's own provider vouched for the person; what it asked of them is its business, so it counts as both factors.</summary>
    Organization,
}
