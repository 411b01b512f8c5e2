namespace Integrations.Connectors.Manifest;

/// <summary>One way to connect.</summary>
public sealed record AuthMethod
{
    /// <summary>One of <see cref="AuthKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>On the button: "Sign in with GitHub".</summary>
    public required string DisplayName { get; init; }

    /// <summary>Where the credential is found or made at the vendor, and which permissions it needs; shown beside the button. Null where nothing needs saying.</summary>
    public string? Help { get; init; }

    /// <summary>What a person types; for OAuth what is asked before going to the vendor, such as an Enterprise host.</summary>
    public IReadOnlyList<FieldDescriptor> Fields { get; init; } = [];

    /// <summary>For <see cref="AuthKinds.OAuth2"/>, which cannot do without; null for the other kinds.</summary>
    public OAuthManifest? OAuth { get; init; }
}
