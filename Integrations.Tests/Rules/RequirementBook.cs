using System.Text;
using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>A table of a page: its heading cells and its rows.</summary>
internal sealed record PageTable(string File, IReadOnlyList<string> Head, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>Cells of a column; none where the table has no such column.</summary>
    public IEnumerable<string> Column(string name)
    {
        var at = Head.ToList().IndexOf(name);
        return at < 0 ? [] : Rows.Select(row => row[at]);
    }
}

/// <summary><c>docs/requirements</c>: the documents that the hub was built from, restated as tables.</summary>
internal static partial class RequirementBook
{
    public const string OpenHeading = "## What is open";
    public const string ReadingHeading = "## How to read a row";

    public static string Folder { get; } = Path.Combine(Repository.Root(), "docs", "requirements");

    public static IReadOnlyList<string> Pages { get; } = [.. Directory.EnumerateFiles(Folder, "*.md").Order(StringComparer.Ordinal)];

    public static IReadOnlyList<PageTable> Tables { get; } = [.. Pages.SelectMany(page => TablesOf(page, File.ReadAllLines(page)))];

    public static IReadOnlyList<Requirement> All { get; } =
    [
        .. from table in Tables
           where table.Head is ["id", "what is asked", "met by", "proven by", "state"]
           from row in table.Rows
           select new Requirement(Path.GetFileName(table.File)[..3], row[0], row[1], row[2], row[3], row[4]),
    ];

    /// <summary>Texts between backticks.</summary>
    public static IEnumerable<string> Names(string cell) => Quoted().Matches(cell).Select(name => name.Groups["name"].Value);

    /// <summary>What the page about all of them says of what is open and how many there are.</summary>
    public static string Summary()
    {
        var page = new StringBuilder($"{OpenHeading}\n\n| id | state | what is missing |\n|---|---|---|\n");
        foreach (var row in All.Where(row => row.IsOpen))
        {
            var text = row.State[(row.State.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            page.Append($"| {row.Id} | {row.State[..row.State.IndexOf(':', StringComparison.Ordinal)]} | {text} |\n");
        }

        string[] kinds = [Requirement.Met, Requirement.MetInPart, Requirement.NotMet, Requirement.NotProven, Requirement.DecidedOtherwise, Requirement.FutureItem, Requirement.Outside];
        page.Append($"\n## How many\n\n| document | {string.Join(" | ", kinds)} |\n|---|{string.Concat(kinds.Select(_ => "---|"))}\n");
        foreach (var document in All.GroupBy(row => row.Document))
        {
            page.Append($"| {document.Key} | {string.Join(" | ", kinds.Select(kind => document.Count(row => row.Kind == kind)))} |\n");
        }

        return page.Append($"| all | {string.Join(" | ", kinds.Select(kind => All.Count(row => row.Kind == kind)))} |\n\n").ToString();
    }

    internal static IEnumerable<PageTable> TablesOf(string file, IReadOnlyList<string> lines)
    {
        for (var i = 0; i + 1 < lines.Count; i++)
        {
            if (lines[i].StartsWith('|') && lines[i + 1].StartsWith("|---", StringComparison.Ordinal))
            {
                var rows = lines.Skip(i + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
                yield return new PageTable(file, Cells(lines[i]), rows);
                i += rows.Count + 1;
            }
        }
    }

    private static IReadOnlyList<string> Cells(string line) => [.. line.Trim()[1..^1].Split('|').Select(cell => cell.Trim())];

    [GeneratedRegex("`(?<name>[^`]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
