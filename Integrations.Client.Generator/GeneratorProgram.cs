namespace Integrations.Client.Generator;

/// <summary>Writes all files anew; those that nothing stands behind any more are gone.</summary>
internal static class GeneratorProgram
{
    public static async Task<int> Main(string[] args)
    {
        if (args is not [var root] || !Directory.Exists(Path.Combine(root, "docs", "api")))
        {
            await Console.Error.WriteLineAsync("Usage: Integrations.Client.Generator ROOT, the folder that has docs/api and Integrations.Client.");
            return 2;
        }

        var folder = Path.Combine(root, ClientFiles.Folder);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var files = ClientFiles.Of(Path.Combine(root, "docs", "api"));
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Console.WriteLine($"{files.Count} files in {ClientFiles.Folder}");
        return 0;
    }
}
