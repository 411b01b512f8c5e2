using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>A credential as typed.</summary>
/// <param name="authKind">One of <see cref="AuthKinds"/>, not OAuth.</param>
/// <param name="fields">Named as the manifest's fields.</param>
[HoldsSecret]
public sealed class ConnectRequest(string authKind, IReadOnlyDictionary<string, string> fields)
{
    public string AuthKind => authKind;

    public IReadOnlyDictionary<string, string> Fields => fields;

    public string? DisplayName { get; init; }

    /// <summary>A person agreed to another vendor account than before (SECURITY O10).</summary>
    public bool AllowAccountChange { get; init; }

    public override string ToString() => "***";
}
