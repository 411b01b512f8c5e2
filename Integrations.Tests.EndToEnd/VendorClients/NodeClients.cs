using System.Text.Json;

namespace Integrations.Tests.EndToEnd.VendorClients;

/// <summary>The vendors' own clients, in this folder's scripts.</summary>
public sealed class NodeClients : IAsyncLifetime
{
    private readonly NodePackages _packages = new("VendorClients", oldestNode: 18);

    public async ValueTask InitializeAsync() => await _packages.PrepareAsync();

    /// <summary>Runs a vendor's script.</summary>
    /// <param name="scene">What the script needs to know, as JSON in the environment variable <c>SCENE</c>.</param>
    /// <param name="authority">PEM file of the certificate that the sandbox's https address shows.</param>
    /// <returns>What the script printed, as JSON.</returns>
    public Task<JsonElement> RunAsync(string provider, object scene, string authority) => _packages.RunAsync(provider, new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["SCENE"] = JsonSerializer.Serialize(scene),
        ["NODE_EXTRA_CA_CERTS"] = authority,
    });

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
