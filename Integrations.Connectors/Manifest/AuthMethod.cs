namespace Integrations.Connectors.Manifest;

/// <summary>One way to connect.</summary>
public sealed record AuthMethod
{
    /// <summary>One of <see cref="AuthKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>On the button: "Sign in with GitHub".</summary>
    public required string DisplayName { get; init; }

    public string? Help { get; init; }

    /// <summary>What a person types; for OAuth what is asked before going to the vendor, such as an Enterprise host.</summary>
    public IReadOnlyList<FieldDescriptor> Fields { get; init; } = [];

    public OAuthManifest? OAuth { get; init; }
}
