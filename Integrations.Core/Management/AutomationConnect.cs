using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Core.Management;

/// <summary>003's connect, before it is known what is connected.</summary>
/// <param name="id">A catalog id (<c>zapier_slack</c>, <c>github</c>).</param>
[HoldsSecret]
public sealed class AutomationConnect(string id, IReadOnlyDictionary<string, string> fields)
{
    /// <summary>A catalog id, such as <c>zapier_slack</c> or <c>github</c>.</summary>
    public string Id => id;

    /// <summary>Credentials, named as the manifest's fields.</summary>
    public IReadOnlyDictionary<string, string> Fields => fields;

    /// <summary>An integration to connect again; null for a new one.</summary>
    public Guid? Existing { get; init; }

    /// <summary>What a new integration is called; null takes the provider's name.</summary>
    public string? Name { get; init; }

    /// <summary><c>oauth</c>, or one of <see cref="AuthKinds"/>; null to find it by the fields that are given.</summary>
    public string? AuthType { get; init; }

    /// <summary>Where the browser goes after signing in at the vendor; an address that flows allow (SECURITY O7). Null for ways without a browser.</summary>
    public string? RedirectUrl { get; init; }

    /// <summary>Always <c>***</c>: the fields hold secrets.</summary>
    public override string ToString() => "***";
}
