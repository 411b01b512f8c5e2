using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Connections;

/// <summary>A credential as typed.</summary>
/// <param name="authKind">One of <see cref="AuthKinds"/>, not OAuth.</param>
/// <param name="fields">Named as the manifest's fields.</param>
[HoldsSecret]
public sealed class ConnectRequest(string authKind, IReadOnlyDictionary<string, string> fields)
{
    /// <summary>One of <see cref="AuthKinds"/> that the provider offers; another gives <c>connection.kind_not_offered</c>.</summary>
    public string AuthKind => authKind;

    /// <summary>Values by the manifest's field names, secrets among them.</summary>
    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>What the person calls the connection, at most 120 characters; null takes the account's name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>A person agreed to another vendor account than before (SECURITY O10).</summary>
    public bool AllowAccountChange { get; init; }

    /// <summary>Always <c>***</c>: the fields hold secrets.</summary>
    public override string ToString() => "***";
}
