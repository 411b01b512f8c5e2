using System.Text.Json.Nodes;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>000's create.</summary>
[HoldsSecret]
public sealed class CreateIntegration(string integrationType, string name, IReadOnlyDictionary<string, string> credentials)
{
    /// <summary>A provider's id or key; one that is unknown gives 000's message.</summary>
    public string IntegrationType => integrationType;

    /// <summary>1 to 80 characters.</summary>
    public string Name => name;

    /// <summary>Named as the manifest's fields.</summary>
    public IReadOnlyDictionary<string, string> Credentials => credentials;

    /// <summary>One of <see cref="AuthKinds"/>; null lets it follow from the fields, as 000 does.</summary>
    public string? AuthKind { get; init; }

    /// <summary>Kept with the integration and never interpreted; null for none.</summary>
    public JsonObject? Metadata { get; init; }

    /// <summary>Always <c>***</c>: it holds credentials.</summary>
    public override string ToString() => "***";
}
