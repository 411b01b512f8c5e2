using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>docs/scale.md says which queries and unique indexes would cross databases: the files are there, and no loop and no unique index is forgotten.</summary>
public sealed partial class ScaleDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root(), "docs", "scale.md"));

    [Fact]
    public void Files_ThatAreNamed_Exist()
    {
        var named = Paths().Matches(Document).Select(path => path.Groups["path"].Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(named.Count > 80, $"Only {named.Count} files are named.");
        Assert.DoesNotContain(named, path => !Exists(path));
    }

    [Fact]
    public void LoopsInTheBackground_AreAllNamed()
    {
        var root = Path.Combine(Repository.Root(), "Integrations.Core");
        var loops = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(file => Loop().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/')).ToList();

        Assert.True(loops.Count > 15, $"Only {loops.Count} loops were found.");
        Assert.DoesNotContain(loops, loop => !Document.Contains($"`{loop}`", StringComparison.Ordinal));
    }

    [Fact]
    public void UniqueIndexes_AreAllNamed()
    {
        var indexes = UniqueIndexes();

        Assert.True(indexes.Count > 20, $"Only {indexes.Count} unique indexes were found.");
        Assert.DoesNotContain(indexes, index => !Document.Contains($"`{index}`", StringComparison.Ordinal));
    }

    [Fact]
    public void UniqueIndexes_ThatAreNamed_Exist() =>
        Assert.Empty(Indexes().Matches(Document).Select(index => index.Groups["index"].Value).Except(UniqueIndexes(), StringComparer.Ordinal));

    [Fact]
    public void FileThatIsNotThere_IsFound()
    {
        Assert.True(Exists("Storage.Postgres/PostgresStatements.cs"));
        Assert.True(Exists("Diagnostics/Checks"));
        Assert.False(Exists("Webhooks/NoSuchClaims.cs"));
    }

    private static bool Exists(string path)
    {
        var project = path.Split('/')[0] is "Web" or "Storage.Postgres" or "Benchmarks" or "Tests" ? "" : "Core/";
        var full = Path.Combine(Repository.Root(), $"Integrations.{project}{path}");
        return File.Exists(full) || Directory.Exists(full);
    }

    /// <summary>As <c>Table(Column, Column)</c>, from the model that PostgreSQL's migrations lead to.</summary>
    private static List<string> UniqueIndexes()
    {
        var migrations = Path.Combine(Repository.Root(), "Integrations.Storage.Postgres", "Migrations");
        var (found, ofTable) = (new List<string>(), new List<string>());
        foreach (var part in Parts().Matches(File.ReadAllText(Directory.EnumerateFiles(migrations, "*ModelSnapshot.cs").Single())).Cast<Match>())
        {
            if (part.Groups["table"] is { Success: true, Value: var table })
            {
                found.AddRange(ofTable.Select(columns => $"{table}({columns})"));
                ofTable.Clear();
            }
            else if (part.Groups["more"].Value.Contains(".IsUnique()", StringComparison.Ordinal))
            {
                ofTable.Add(part.Groups["columns"].Value.Replace("\"", "", StringComparison.Ordinal));
            }
        }

        return found;
    }

    [GeneratedRegex(@"`(?<path>[A-Z][\w.]*/[\w./]+)`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Paths();

    [GeneratedRegex(@"`(?<index>[A-Z]\w+\([A-Z]\w+(, \w+)*\))`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Indexes();

    /// <summary>A class that is a loop, with its constructor on the same line or on lines of its own.</summary>
    [GeneratedRegex(@"^(public|internal) (sealed |partial )*class [^;{]*: (BackgroundLoop|FairWork<|LeasedWork<)", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Loop();

    /// <summary>An index with what is said of it, or the table that those before it are of.</summary>
    [GeneratedRegex(@"HasIndex\((?<columns>[^)]*)\)(?<more>[^;]*);|\.ToTable\(""(?<table>\w+)""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
