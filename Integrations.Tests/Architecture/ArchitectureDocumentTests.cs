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
            .SelectMany(cells => columns.SelectMany(column => Named().Matches(cells[column.Cell]).Select(name => name.Groups["path"].Value is var path && path.StartsWith("Connectors/", StringComparison.Ordinal) && column.Cell == 2 ? $"Integrations.{path}" : Path.Combine(column.Below, path))))
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
        var project = path.Split('/')[0] is "Web" or "Connectors" or "Primitives" ? "" : "Core/";
        var full = Path.Combine(Repository.Root(), $"Integrations.{project}{path}");
        return File.Exists(full) || Directory.Exists(full);
    }

    [GeneratedRegex(@"^\d+\. ", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex Steps();

    [GeneratedRegex("`(?<path>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();

    [GeneratedRegex(@"`(?<path>[A-Z]\w*/[\w./]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Paths();
}
