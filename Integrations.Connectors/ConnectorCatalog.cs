using System.Reflection;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors;

/// <summary>The connectors that this program has, each with its manifest.</summary>
public sealed class ConnectorCatalog
{
    private readonly Dictionary<string, ConnectorEntry> _entries;

    public ConnectorCatalog(IEnumerable<IConnector> connectors)
        : this(connectors, ReadManifests())
    {
    }

    internal ConnectorCatalog(IEnumerable<IConnector> connectors, IEnumerable<ProviderManifest> given)
    {
        var manifests = given.ToDictionary(m => m.Key, StringComparer.Ordinal);
        if (manifests.Values.Select(m => m.Problem()).FirstOrDefault(problem => problem is not null) is { } wrong)
        {
            throw new InvalidOperationException(wrong);
        }

        _entries = connectors.ToDictionary(
            c => c.Provider,
            c => new ConnectorEntry(c, manifests.TryGetValue(c.Provider, out var manifest) ? manifest
                : c is IDescribed described ? described.Manifest
                : throw new InvalidOperationException($"The connector '{c.Provider}' has no manifest.json.")),
            StringComparer.Ordinal);
    }

    public IReadOnlyCollection<ConnectorEntry> All => _entries.Values;

    /// <summary>Null for providers that a super admin described without our having a connector.</summary>
    public ConnectorEntry? Find(string provider) => _entries.GetValueOrDefault(provider);

    internal static IEnumerable<ProviderManifest> ReadManifests()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.EndsWith("manifest.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<ProviderManifest>(stream, ProviderManifest.Json)
                ?? throw new InvalidOperationException($"{name} is empty.");
        }
    }
}
