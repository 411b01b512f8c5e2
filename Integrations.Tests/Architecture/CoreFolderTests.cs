using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>
/// Which folder of Core uses which. What is there is listed in CoreFolders.txt; the list may only shrink, and so may what is
/// in circles. The goal is layers without any circle (docs/architecture.md).
/// </summary>
public sealed partial class CoreFolderTests
{
    /// <summary>Pairs of folders that use each other. Lower it with the list.</summary>
    private const int MostMutualPairs = 26;

    /// <summary>Folders in the largest group in which each reaches each other. Lower it with the list.</summary>
    private const int MostInOneCircle = 19;

    [Fact]
    public void Folders_UseOnlyWhatIsListed_AndTheListNamesNothingElse()
    {
        var found = Edges().Select(edge => $"{edge.From} -> {edge.To}").Order(StringComparer.Ordinal).ToList();
        var listed = File.ReadAllLines(Path.Combine(Repository.Root(), "Integrations.Tests", "Architecture", "CoreFolders.txt"));

        Assert.True(found.Count > 50, "Nothing was found to compare.");
        Assert.Equal([], found.Except(listed, StringComparer.Ordinal));
        // One that is gone is taken out of the list, so that it does not come back.
        Assert.Equal([], listed.Except(found, StringComparer.Ordinal));
    }

    [Fact]
    public void Circles_OnlyShrink()
    {
        var edges = Edges();
        var mutual = edges.Count(edge => string.CompareOrdinal(edge.From, edge.To) < 0 && edges.Contains((edge.To, edge.From)));
        var folders = edges.SelectMany(edge => new[] { edge.From, edge.To }).Distinct(StringComparer.Ordinal).ToDictionary(folder => folder, folder => Reached(edges, folder), StringComparer.Ordinal);
        var largest = folders.Max(folder => folders.Count(other => folder.Value.Contains(other.Key) && other.Value.Contains(folder.Key)));

        Assert.Equal((MostMutualPairs, MostInOneCircle), (mutual, largest));
    }

    private static HashSet<string> Reached(HashSet<(string From, string To)> edges, string start)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<string>([start]);
        while (waiting.TryDequeue(out var folder))
        {
            foreach (var next in edges.Where(edge => edge.From == folder && reached.Add(edge.To)))
            {
                waiting.Enqueue(next.To);
            }
        }

        return reached;
    }

    private static HashSet<(string From, string To)> Edges()
    {
        var root = Path.Combine(Repository.Root(), "Integrations.Core");
        var folders = Directory.GetDirectories(root).Select(folder => Path.GetFileName(folder)!).Where(folder => folder is not ("bin" or "obj")).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from folder in folders
               from file in Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories)
               from named in Named().Matches(File.ReadAllText(file))
               let other = named.Groups["folder"].Value
               where other != folder && folders.Contains(other)
               select (folder, other),
        ];
    }

    /// <summary>By a using, or by a name that begins with the assembly's or with Core.</summary>
    [GeneratedRegex(@"(^using (static |\w+ = )?Integrations\.Core\.(?<folder>\w+)|(^|[^\w.])(Integrations\.)?Core\.(?<folder>\w+)\.)", RegexOptions.Multiline | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Named();
}
