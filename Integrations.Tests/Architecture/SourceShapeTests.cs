using System.Reflection;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>Files that are read top-down in one sitting, and classes that do one thing.</summary>
public sealed class SourceShapeTests(ITestOutputHelper output)
{
    private const int MostLines = 300;
    private const int NineOfTen = 100;
    private const int MostParameters = 7;

    private static readonly string[] Projects =
        ["Integrations.Primitives", "Integrations.Connectors", "Integrations.Core", "Integrations.Storage.Sqlite", "Integrations.Storage.Postgres", "Integrations.Web", "Integrations.Client", "Integrations.Client.Generator"];

    [Fact]
    public void NoFile_IsLongerThanThreeHundredLines() => Assert.DoesNotContain(Projects.SelectMany(FilesOf), file => file.Lines > MostLines);

    /// <summary>Comments and empty lines do not count here: a file is not to be shorter by saying less.</summary>
    [Theory]
    [InlineData("Integrations.Core")]
    [InlineData("Integrations.Web")]
    public void NineOfTenFiles_HaveAtMostAHundredLinesOfCode(string project)
    {
        var lengths = FilesOf(project).Select(file => file.LinesOfCode).Order().ToList();

        output.WriteLine($"{project}, {lengths.Count} files: half have at most {lengths[lengths.Count / 2]} lines of code, nine of ten at most {lengths[lengths.Count * 9 / 10]}");
        Assert.InRange(lengths[lengths.Count * 9 / 10], 1, NineOfTen);
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

    private static IEnumerable<(string Name, int Lines, int LinesOfCode)> FilesOf(string project) =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.*", SearchOption.AllDirectories)
        where Path.GetExtension(file) is ".cs" or ".razor" && !file.Replace('\\', '/').Split('/').Intersect(["obj", "bin", "Migrations", "CompiledModel", "Generated"], StringComparer.Ordinal).Any()
        let lines = File.ReadAllLines(file)
        select (Path.GetFileName(file), lines.Length, lines.Count(line => line.Trim() is not "" and not ['/', '/', ..]));
}
