using System.Reflection;

namespace Integrations.Core.Connectors.Declarative;

/// <summary>The provider files that this program carries, read once.</summary>
internal static class DeclarativeProviders
{
    private const string Ending = ".provider.json";

    private static readonly Lazy<IReadOnlyList<DeclarativeConnector>> Loaded = new(Load);

    public static IReadOnlyList<DeclarativeConnector> All => Loaded.Value;

    private static List<DeclarativeConnector> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames().Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => Read(assembly, name))];
    }

    private static DeclarativeConnector Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return ProviderFile.Read(bytes.ToArray(), out var problems) is { } file
            ? DeclarativeConnector.Of(file)
            : throw new InvalidOperationException($"{name}: {string.Join("; ", problems)}");
    }
}
