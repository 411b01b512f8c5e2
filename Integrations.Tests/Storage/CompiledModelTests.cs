using Integrations.Benchmarks;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Storage;

/// <summary>The model as code is what the mapping says; otherwise the hub would run on yesterday's.</summary>
public sealed class CompiledModelTests
{
    [Fact]
    public async Task CompiledModels_AreWhatTheMappingSays()
    {
        var root = Repository.Root();
        var folder = Directory.CreateTempSubdirectory("hub-model-").FullName;
        try
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            var program = Path.Combine(root, "scripts", "StorageCode", "bin", configuration, "net10.0", "StorageCode.dll");
            var (code, said) = await WebProcess.RunToEndAsync([program, root, "model", folder], new Dictionary<string, string>(StringComparer.Ordinal));
            Assert.True(code == 0, said);

            var (written, kept) = (Files(folder), Files(Path.Combine(root, "Integrations.Core", "Storage", "CompiledModels")));
            var differing = written.Keys.Union(kept.Keys).Where(name => written.GetValueOrDefault(name) != kept.GetValueOrDefault(name)).Order(StringComparer.Ordinal);
            Assert.True(!differing.Any(), $"Run scripts/compile-model: {string.Join(", ", differing)}");
            Assert.True(written.Count > 60);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Dictionary<string, string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).ToDictionary(file => Path.GetRelativePath(folder, file), File.ReadAllText, StringComparer.Ordinal);
}
