using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>003's connect, before it is known what is connected.</summary>
/// <param name="id">A catalog id (<c>zapier_slack</c>, <c>github</c>).</param>
[HoldsSecret]
public sealed class AutomationConnect(string id, IReadOnlyDictionary<string, string> fields)
{
    public string Id => id;

    /// <summary>Credentials, named as the manifest's fields.</summary>
    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>An integration to connect again; null for a new one.</summary>
    public Guid? Existing { get; init; }

    public string? Name { get; init; }

    /// <summary><c>oauth</c>, or one of <see cref="AuthKinds"/>; null to find it by the fields that are given.</summary>
    public string? AuthType { get; init; }

    public string? RedirectUrl { get; init; }

    public override string ToString() => "***";
}
