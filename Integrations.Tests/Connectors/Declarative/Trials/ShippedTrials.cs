using System.Collections.Concurrent;
using Integrations.Connectors.Http;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands.Trials;
using Integrations.Web.Hosting.Sandbox;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary>What <c>provider test</c> makes of the files that come with the hub: each is tried once, whichever test asks first.</summary>
public sealed class ShippedTrials
{
    private readonly ConcurrentDictionary<string, Lazy<Task<TrialResult>>> _results = new(StringComparer.Ordinal);

    public static string Folder { get; } = Path.Combine(Repository.Root(), "Integrations.Connectors", "Declarative", "Providers");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.provider.json").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    internal Task<TrialResult> ResultAsync(string name) => _results.GetOrAdd(name, of => new Lazy<Task<TrialResult>>(() =>
        new ProviderTrials(SandboxHosting.BuiltIn, new TrialCredential(_ => null), new EgressOptions(), TimeProvider.System).RunAsync(new FileInfo(Path.Combine(Folder, of)), new TrialOptions(), CancellationToken.None))).Value;
}
