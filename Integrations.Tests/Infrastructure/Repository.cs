using System.Runtime.CompilerServices;

namespace Integrations.Tests.Infrastructure;

/// <summary>The source tree these tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution, found upwards from a source file.</summary>
    public static string Root([CallerFilePath] string source = "")
    {
        var folder = new FileInfo(source).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Integrations.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No Integrations.sln above {source}.");
    }
}
