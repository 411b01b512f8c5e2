using System.Text.Json;
using Integrations.Tests.EndToEnd.VendorClients;

namespace Integrations.Tests.EndToEnd.Counterparts;

/// <summary>Servers and libraries that were written elsewhere, in this folder's scripts.</summary>
public sealed class NodeCounterparts : IAsyncLifetime
{
    private readonly NodePackages _packages = new("Counterparts", oldestNode: 20);

    public async ValueTask InitializeAsync() => await _packages.PrepareAsync();

    /// <summary>Runs a script that answers; what it needs is too long for an environment variable, so it is in a file.</summary>
    public async Task<JsonElement> AskAsync(string script, object scene)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, JsonSerializer.Serialize(scene));
            return await _packages.RunAsync(script, new Dictionary<string, string>(StringComparer.Ordinal) { ["SCENE_FILE"] = file });
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal Task<NodeServer> ServeAsync(string script, object? scene = null) => _packages.ServeAsync(script, scene);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
