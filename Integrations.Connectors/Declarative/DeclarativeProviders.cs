using System.Reflection;

namespace Integrations.Connectors.Declarative;

/// <summary>The provider files that this program carries, read once.</summary>
internal static class DeclarativeProviders
{
    private const string Ending = ".provider.json";

    private static readonly Assembly Here = typeof(DeclarativeProviders).Assembly;

    /// <summary>What the files are called in the assembly, in order; known without reading them.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Here.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static readonly Lazy<IReadOnlyDictionary<string, DeclarativeConnector>> Loaded = new(() => Names.ToDictionary(name => name, Read, StringComparer.Ordinal));

    public static IReadOnlyList<DeclarativeConnector> All => [.. Names.Select(Of)];

    public static DeclarativeConnector Of(string name) => Loaded.Value[name];

    /// <summary>Reads them on another processor, so that a start waits only for what is not done when it is needed.</summary>
    public static void Begin() => _ = Task.Run(() => Loaded.Value);

    private static DeclarativeConnector Read(string name)
    {
        using var stream = Here.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return ProviderFile.Read(bytes.ToArray(), out var problems) is { } file
            ? DeclarativeConnector.Of(file)
            : throw new InvalidOperationException($"{name}: {string.Join("; ", problems)}");
    }
}
