namespace Integrations.Connectors.Manifest;

/// <summary>How a connection proves itself; 001's <c>authType</c>.</summary>
public static class AuthKinds
{
    /// <summary>A person signs in at the vendor and consents: authorization code (RFC 6749 section 4.1) with PKCE (RFC 7636) wherever the vendor takes it.</summary>
    public const string OAuth2 = "oauth2";

    /// <summary>A person pastes a key or a token that they made at the vendor.</summary>
    public const string ApiKey = "api_key";

    /// <summary>What a person types goes into Basic authentication (RFC 7617): a name or e-mail address with a password or token, or one key.</summary>
    public const string Basic = "basic";

    /// <summary>What the fields of the method say, such as an address, headers and a secret for signatures.</summary>
    public const string Custom = "custom";

    /// <summary>The four, as 001 lists them.</summary>
    public static IReadOnlyList<string> All { get; } = [OAuth2, ApiKey, Basic, Custom];
}
