using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Instances;

namespace Integrations.Core.Management;

/// <summary>An integration as its readers see it: no credential, not even a masked one.</summary>
/// <param name="Provider">Null only for a provider that has left the catalog.</param>
/// <param name="Connection">The one that this caller would use; null while not connected.</param>
public sealed record InstanceView(IntegrationInstance Instance, CatalogEntry? Provider, ConnectionView? Connection)
{
    /// <summary>The integration's.</summary>
    public Guid Id => Instance.Id;

    /// <summary>The integration's, as people gave it.</summary>
    public string Name => Instance.Name;

    /// <summary>The provider's display name; its key where it has left the catalog.</summary>
    public string ProviderName => Provider?.DisplayName ?? Instance.ProviderKey;
}
