using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>What docs/connectors.md lists.</summary>
internal static class ConnectorsDocument
{
    public static string[] Lines => File.ReadAllLines(Path.Combine(Repository.Root(), "docs", "connectors.md"));

    /// <summary>The cells of a table, by the beginning of its head.</summary>
    public static IReadOnlyList<string[]> Rows(string head)
    {
        var rows = Lines.SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.NotEmpty(rows);
        return rows;
    }

    /// <summary>What stands between backticks.</summary>
    public static IEnumerable<string> Quoted(string text) => text.Split('`').Where((_, index) => index % 2 == 1);
}
