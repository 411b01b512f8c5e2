namespace Integrations.Sandbox.OAuth;

/// <summary>Why the token endpoint says no; each vendor has its own words and status for it.</summary>
internal enum OAuthRefusal
{
    ClientUnknown,
    ClientSecretWrong,
    GrantTypeUnsupported,
    ParameterMissing,
    CodeUnknown,
    CodeUsed,
    CodeExpired,
    RedirectDiffers,
    VerifierWrong,
    RefreshTokenInvalid,
}
