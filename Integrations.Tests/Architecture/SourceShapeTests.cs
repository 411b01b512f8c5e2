using System.Reflection;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>Files that are read top-down in one sitting, and classes that do one thing.</summary>
public sealed class SourceShapeTests(ITestOutputHelper output)
{
    private const int MostLines = 300;
    private const int MostParameters = 7;

    private static readonly string[] Projects =
        ["Integrations.Primitives", "Integrations.Connectors", "Integrations.Core", "Integrations.Storage.Sqlite", "Integrations.Storage.Postgres", "Integrations.Web", "Integrations.Client", "Integrations.Client.Generator"];

    [Fact]
    public void NoFile_IsLongerThanThreeHundredLines()
    {
        var files = Projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && file.Replace('\\', '/').Split('/') is var parts && !parts.Intersect(["obj", "bin", "Migrations", "CompiledModel", "Generated"], StringComparer.Ordinal).Any())
            .Select(file => (Name: Path.GetFileName(file), Lines: File.ReadLines(file).Count())).OrderBy(file => file.Lines).ToList();

        output.WriteLine($"{files.Count} files: half have at most {files[files.Count / 2].Lines} lines, nine of ten at most {files[files.Count * 9 / 10].Lines}");
        Assert.DoesNotContain(files, file => file.Lines > MostLines);
    }

    [Fact]
    public void Constructors_TakeSevenThingsAtMost()
    {
        var found = Projects.Select(Assembly.Load).SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.Name is [not '<', ..] && type.GetMethod("<Clone>$") is null)
            .Select(type => (type.Name, Count: type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Max(constructor => (int?)constructor.GetParameters().Length) ?? 0))
            .Where(type => type.Count > MostParameters).Select(type => $"{type.Name} {type.Count}").Order(StringComparer.Ordinal);

        Assert.Empty(found);
    }
}
