namespace Integrations.Sandbox.OAuth;

internal static class OAuthRefusals
{
    /// <summary>RFC 6749 section 5.2, for vendors that follow it.</summary>
    public static string StandardCode(this OAuthRefusal refusal) => refusal switch
    {
        OAuthRefusal.ClientUnknown or OAuthRefusal.ClientSecretWrong => "invalid_client",
        OAuthRefusal.GrantTypeUnsupported => "unsupported_grant_type",
        OAuthRefusal.ParameterMissing => "invalid_request",
        _ => "invalid_grant",
    };
}
