using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>A credential in general words.</summary>
/// <param name="authKind">One of <see cref="AuthKinds"/>; null to find it by the fields that are given.</param>
/// <param name="fields">What is already named as the provider names it.</param>
[HoldsSecret]
public sealed class CredentialDraft(string? authKind, IReadOnlyDictionary<string, string> fields)
{
    /// <summary>One of <see cref="AuthKinds"/>; null to find it by the fields that are given.</summary>
    public string? AuthKind => authKind;

    /// <summary>Values by the provider's own names.</summary>
    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>A user name or e-mail address.</summary>
    public string? Name { get; init; }

    /// <summary>A key, token or password.</summary>
    public string? Secret { get; init; }

    /// <summary>What the connection is called; null takes the account's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>A person agreed to another vendor account than before (SECURITY O10).</summary>
    public bool AllowAccountChange { get; init; }

    /// <summary>Always <c>***</c>, whatever it holds.</summary>
    public override string ToString() => "***";
}
