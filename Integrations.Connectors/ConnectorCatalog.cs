using System.Reflection;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Manifest;

namespace Integrations.Connectors;

/// <summary>The connectors that this program has, each with its manifest: its own, and those of provider files that were added while it runs.</summary>
public sealed class ConnectorCatalog
{
    private readonly Dictionary<string, ConnectorEntry> _builtIn;
    private volatile Dictionary<string, ConnectorEntry> _entries;

    /// <summary>Reads the manifests that are embedded in this assembly, and gives each connector its own.</summary>
    /// <param name="connectors">The built-in ones, one a provider. One that describes itself (a provider file) needs no <c>manifest.json</c>.</param>
    /// <exception cref="InvalidOperationException">A connector has no manifest, or a manifest breaks a rule: a scope without a reason (SECURITY O11), a name that is a setting and a credential's field (X2), a scope for a use that is not there.</exception>
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

        _entries = _builtIn = connectors.ToDictionary(
            c => c.Provider,
            c => new ConnectorEntry(c, manifests.TryGetValue(c.Provider, out var manifest) ? manifest
                : c is IDescribed described ? described.Manifest
                : throw new InvalidOperationException($"The connector '{c.Provider}' has no manifest.json.")),
            StringComparer.Ordinal);
        if (_builtIn.Values.SelectMany(ProblemsOf).FirstOrDefault() is { } unclear)
        {
            throw new InvalidOperationException(unclear);
        }
    }

    /// <summary>Those of this moment, in no order; what <see cref="Take"/> changes later is not seen in it.</summary>
    public IReadOnlyCollection<ConnectorEntry> All => _entries.Values;

    /// <summary>Null for providers that a super admin described without our having a connector.</summary>
    public ConnectorEntry? Find(string provider) => _entries.GetValueOrDefault(provider);

    /// <summary>Whether the program itself has it; others come and go as files.</summary>
    public bool IsBuiltIn(string provider) => _builtIn.ContainsKey(provider);

    /// <summary>What a file is once it is taken.</summary>
    public static ConnectorEntry EntryOf(ProviderFile file) => new(DeclarativeConnector.Of(file), file.Manifest);

    /// <summary>Puts these files in the place of those that were taken before; calls that are under way end as they began.</summary>
    /// <param name="files">None has the key of a built-in provider, and no two have the same.</param>
    public void Take(IEnumerable<ProviderFile> files)
    {
        var entries = new Dictionary<string, ConnectorEntry>(_builtIn, StringComparer.Ordinal);
        foreach (var file in files)
        {
            entries.Add(file.Manifest.Key, EntryOf(file));
        }

        _entries = entries;
    }

    private static IEnumerable<string> ProblemsOf(ConnectorEntry entry) =>
        entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } oauth ? [] : Purposes.Problems(
                oauth,
                [.. entry.Manifest.Entities.Select(entity => entity.Name)],
                [.. entry.As<IRunActions>()?.KnownActions.Select(action => action.Name) ?? []],
                entry.ReceivesEvents)
            .Select(problem => $"The manifest of '{entry.Manifest.Key}': {problem}");

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
