namespace Integrations.Connectors.Manifest;

/// <summary>How a connection proves itself; 001's <c>authType</c>.</summary>
public static class AuthKinds
{
    public const string OAuth2 = "oauth2";
    public const string ApiKey = "api_key";
    public const string Basic = "basic";
    public const string Custom = "custom";

    public static IReadOnlyList<string> All { get; } = [OAuth2, ApiKey, Basic, Custom];
}
