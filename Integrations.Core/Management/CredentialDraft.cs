using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>A credential in general words.</summary>
/// <param name="authKind">One of <see cref="AuthKinds"/>; null to find it by the fields that are given.</param>
/// <param name="fields">What is already named as the provider names it.</param>
[HoldsSecret]
public sealed class CredentialDraft(string? authKind, IReadOnlyDictionary<string, string> fields)
{
    public string? AuthKind => authKind;

    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>A user name or e-mail address.</summary>
    public string? Name { get; init; }

    /// <summary>A key, token or password.</summary>
    public string? Secret { get; init; }

    public string? DisplayName { get; init; }

    /// <summary>A person agreed to another vendor account than before (SECURITY O10).</summary>
    public bool AllowAccountChange { get; init; }

    public override string ToString() => "***";
}
