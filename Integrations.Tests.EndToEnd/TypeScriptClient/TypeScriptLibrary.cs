using System.Text.Json;
using Integrations.Tests.EndToEnd.VendorClients;

namespace Integrations.Tests.EndToEnd.TypeScriptClient;

/// <summary>The TypeScript client, compiled as its package is.</summary>
public sealed class TypeScriptLibrary : IAsyncLifetime
{
    private readonly NodePackages _packages = new("TypeScriptClient", oldestNode: 20, library: "clients/typescript");

    public async ValueTask InitializeAsync() => await _packages.PrepareAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <returns>What the compiler found wrong; null when nothing is.</returns>
    public Task<string?> CompileAsync(params string[] arguments) => _packages.ProblemsOfAsync("node_modules/typescript/bin/tsc", arguments);

    /// <summary>Types made anew from a document.</summary>
    public async Task<string> GenerateAsync(string document)
    {
        var file = Path.GetTempFileName();
        try
        {
            Assert.Null(await _packages.ProblemsOfAsync("generate.mjs", document, file));
            return await File.ReadAllTextAsync(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public Task<JsonElement> RunAsync(object scene) => _packages.RunAsync("scene", new Dictionary<string, string>(StringComparer.Ordinal) { ["SCENE"] = JsonSerializer.Serialize(scene) });
}
