using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>
/// Which folder of Core uses which. What is there is listed in CoreFolders.txt, and the list may only shrink; the layers that
/// docs/architecture.md draws leave no room for a circle.
/// </summary>
public sealed partial class CoreFolderTests
{
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
    public void Folders_UseOnlyLayersBelowTheirOwn()
    {
        var layers = Layers();
        var wrong = Edges().Where(edge => !(layers.TryGetValue(edge.From, out var from) && layers.TryGetValue(edge.To, out var to) && to < from)).Select(edge => $"{edge.From} -> {edge.To}");

        Assert.Empty(wrong.Order(StringComparer.Ordinal));
        // Each folder has its place, and each place its folder.
        Assert.Equal(Folders().Order(StringComparer.Ordinal), layers.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>From the document: the line on which each folder stands, lowest first.</summary>
    private static Dictionary<string, int> Layers()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root(), "docs", "architecture.md"));
        return lines.SkipWhile(line => line != "```layers").Skip(1).TakeWhile(line => line != "```")
            .SelectMany((line, layer) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(folder => (folder, layer)))
            .ToDictionary(place => place.folder, place => place.layer, StringComparer.Ordinal);
    }

    private static HashSet<string> Folders() => Directory.GetDirectories(Root).Select(folder => Path.GetFileName(folder)!).Where(folder => folder is not ("bin" or "obj")).ToHashSet(StringComparer.Ordinal);

    private static string Root => Path.Combine(Repository.Root(), "Integrations.Core");

    private static HashSet<(string From, string To)> Edges()
    {
        var folders = Folders();
        return
        [
            .. from folder in folders
               from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
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
