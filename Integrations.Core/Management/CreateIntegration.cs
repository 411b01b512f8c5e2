using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>000's create.</summary>
[HoldsSecret]
public sealed class CreateIntegration(string integrationType, string name, IReadOnlyDictionary<string, string> credentials)
{
    public string IntegrationType => integrationType;

    public string Name => name;

    /// <summary>Named as the manifest's fields.</summary>
    public IReadOnlyDictionary<string, string> Credentials => credentials;

    /// <summary>One of <see cref="AuthKinds"/>; null lets it follow from the fields, as 000 does.</summary>
    public string? AuthKind { get; init; }

    public JsonObject? Metadata { get; init; }

    public override string ToString() => "***";
}
