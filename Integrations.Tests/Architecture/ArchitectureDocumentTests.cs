using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>docs/architecture.md and CONTRIBUTING.md send newcomers to files and folders; they are there, and no flow takes longer than it says.</summary>
public sealed partial class ArchitectureDocumentTests
{
    private const int Flows = 5;
    private const int MostSteps = 10;

    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "architecture.md"));

    [Fact]
    public void Flows_AreFive_OfAtMostTenStepsEach()
    {
        var flows = FlowsOf(Document);

        Assert.Equal(Flows, flows.Count);
        Assert.All(flows, flow => Assert.InRange(Steps().Count(flow), 2, MostSteps));
    }

    [Fact]
    public void Flows_NameFilesThatExist()
    {
        var named = FlowsOf(Document).SelectMany(flow => Paths().Matches(flow).Select(path => path.Groups["path"].Value)).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(named.Count > 30, $"Only {named.Count} files are named.");
        Assert.DoesNotContain(named, path => !Exists(path));
    }

    [Fact]
    public void MapOfContributors_NamesFoldersThatExist()
    {
        var rows = File.ReadLines(Path.Combine(Repository.Root(), "CONTRIBUTING.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Count(c => c == '|') == 6).Skip(1).ToList();
        (int Cell, string Below)[] columns = [(2, "Integrations.Core"), (3, "Integrations.Web"), (4, "Integrations.Web"), (5, "Integrations.Tests")];
        var missing = rows
            .Select(row => row.Split('|'))
            .SelectMany(cells => columns.SelectMany(column => Named().Matches(cells[column.Cell]).Select(name => Path.Combine(column.Below, name.Groups["path"].Value))))
            // A place for a name, and a family of projects.
            .Where(named => !named.Contains('<', StringComparison.Ordinal) && !named.Contains('*', StringComparison.Ordinal))
            .Where(named => !Path.Exists(Path.Combine(Repository.Root(), named)));

        Assert.True(rows.Count > 10, $"Only {rows.Count} rows.");
        Assert.Empty(missing);
    }

    [Fact]
    public void FileThatIsNotThere_IsFound()
    {
        Assert.True(Exists("Search/SearchService.cs"));
        Assert.False(Exists("Search/NoSuchService.cs"));
        Assert.False(Exists("Web/Features/NoSuchFeature"));
    }

    private static List<string> FlowsOf(string document)
    {
        var part = document[document.IndexOf("## Five flows", StringComparison.Ordinal)..];
        part = part[..part.IndexOf("\n## ", 3, StringComparison.Ordinal)];
        return [.. part.Split("\n**").Skip(1)];
    }

    private static bool Exists(string path)
    {
        var full = path.StartsWith("Web/", StringComparison.Ordinal)
            ? Path.Combine(Repository.Root(), "Integrations.Web", path[4..])
            : Path.Combine(Repository.Root(), "Integrations.Core", path);
        return File.Exists(full) || Directory.Exists(full);
    }

    [GeneratedRegex(@"^\d+\. ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Steps();

    [GeneratedRegex("`(?<path>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"`(?<path>[A-Z]\w*/[\w./]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Paths();
}
