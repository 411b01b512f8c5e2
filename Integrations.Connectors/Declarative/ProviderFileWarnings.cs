using System.Reflection;
using Integrations.Connectors.Declarative.File;
using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative;

/// <summary>What is odd about a provider file that can be used: it is said, and nothing is refused for it.</summary>
public static class ProviderFileWarnings
{
    /// <summary>Stands in a new file where the vendor's page has to be named.</summary>
    public const string UnnamedPage = "Name the vendor's page that says this.";

    /// <summary>Stands in a new file for what it leaves out.</summary>
    public const string Unwritten = "Whatever is not written here yet.";

    /// <summary>How the help of a new file's way to connect begins.</summary>
    public const string Unfound = "Say here where a person finds the token";

    /// <summary>Of white text on a tile, as WCAG 2 asks for texts.</summary>
    public const double LeastContrast = 4.5;

    private const string InboundUrl = "inboundUrl";
    private const string Secret = "secret";

    /// <summary>In the order of the file.</summary>
    /// <param name="bytes">Of a file that <see cref="ProviderFile.Read"/> took; of another one nothing is said.</param>
    /// <param name="today">With which the days of its sources are compared.</param>
    public static IReadOnlyList<FileProblem> Of(ReadOnlySpan<byte> bytes, DateOnly today)
    {
        if (FileReader.Read(bytes, []) is not { } root || root.Find("api") is not { } api || ProviderFile.Read(bytes, out _) is null)
        {
            return [];
        }

        var found = new List<FileProblem>();
        found.AddRange(Key(root.Find("key")!, bytes));
        found.AddRange(Color(root.Find("color")!));
        found.AddRange(Sources(root, today));
        found.AddRange(Unfinished(root));
        found.AddRange(Steps(root, api));
        found.AddRange((api.Find("entities")?.Members ?? []).SelectMany(entity => Dates(entity.Value).Concat(Pages(entity.Value))));
        found.AddRange((api.Find("actions")?.Items ?? []).SelectMany(Parameters));
        return [.. found.OrderBy(problem => problem.Line).ThenBy(problem => problem.Column)];
    }

    /// <summary>Of white text on a colour, as WCAG 2 measures it: from 1 to 21.</summary>
    /// <param name="color">Such as <c>#1f3a5c</c>.</param>
    public static double Contrast(string color)
    {
        double Part(int index) => Convert.ToInt32(color.Substring(index, 2), 16) / 255.0 is var part && part <= 0.03928 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);
        return 1.05 / ((0.2126 * Part(1)) + (0.7152 * Part(3)) + (0.0722 * Part(5)) + 0.05);
    }

    private static IEnumerable<FileProblem> Key(FileNode key, ReadOnlySpan<byte> bytes)
    {
        var own = DeclarativeProviders.Names.FirstOrDefault(name => name == $"{key.Text}.provider.json");
        var isWritten = ConnectorCatalog.ReadManifests().Any(manifest => manifest.Key == key.Text);
        return isWritten || (own is not null && !IsSame(own, bytes))
            ? [key.Wrong($"The key '{key.Text}' is that of a provider that comes with the hub: a running hub refuses this file. Give it another key, unless it is to become the hub's own file.")]
            : [];
    }

    private static bool IsSame(string resource, ReadOnlySpan<byte> bytes)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var own = new byte[stream.Length];
        stream.ReadExactly(own);
        return bytes.SequenceEqual(own);
    }

    private static IEnumerable<FileProblem> Color(FileNode color) => Contrast(color.Text) is var contrast && contrast < LeastContrast
        ? [color.Wrong(FormattableString.Invariant($"White text on this colour has a contrast of {contrast:0.0}:1, and needs {LeastContrast}:1. Take a darker one."))]
        : [];

    private static IEnumerable<FileProblem> Sources(FileNode root, DateOnly today) =>
        // It may be tomorrow already where the author is.
        from source in root.Find("sources")!.Items
        let read = source.Find("read")!
        where !DateOnly.TryParseExact(read.Text, "yyyy-MM-dd", out var day) || day > today.AddDays(1)
        select read.Wrong("This day is none of the past. Write the day on which the page was read.");

    private static IEnumerable<FileProblem> Unfinished(FileNode root) =>
        Texts(root).Where(node => node.Text is UnnamedPage or Unwritten || node.Text.StartsWith(Unfound, StringComparison.Ordinal))
            .Select(node => node.Wrong("This stands here as 'provider new' wrote it. Say what is so with this vendor."));

    /// <summary>People are shown the steps as they are: a place that means nothing stays as it stands.</summary>
    private static IEnumerable<FileProblem> Steps(FileNode root, FileNode api)
    {
        var isProven = api.Find("events")?.Find("verify")?.FindText("kind") is not (null or "none");
        foreach (var step in root.Find("inbound")?.Find("steps")?.Items ?? [])
        {
            foreach (var place in Places(step.Text))
            {
                if (place is not (InboundUrl or Secret))
                {
                    yield return step.Wrong($"{{{place}}} means nothing in a step; {{{InboundUrl}}} and {{{Secret}}} do.");
                }
                else if (place == Secret && !isProven)
                {
                    yield return step.Wrong($"{{{Secret}}} is shown to people, and nothing is proven by it: 'verify' says 'none'.");
                }
            }
        }
    }

    private static IEnumerable<string> Places(string step)
    {
        for (var start = step.IndexOf('{', StringComparison.Ordinal); start >= 0 && step.IndexOf('}', start) is > 0 and var end; start = step.IndexOf('{', end))
        {
            yield return step[(start + 1)..end];
        }
    }

    /// <summary>Without a time, nothing is in any range of dates.</summary>
    private static IEnumerable<FileProblem> Dates(FileNode entity) =>
        from name in new[] { "search", "list" }
        let listing = entity.Find(name)
        where listing is not null
        let asked = Texts(listing.Find("request")).SelectMany(node => Names(node.Text)).FirstOrDefault(place => place is "start" or "end" or "startMs" or "endMs")
        where asked is not null && !new[] { Entities.EntityFields.Start, Entities.EntityFields.UpdatedAt, Entities.EntityFields.CreatedAt }.Any(field => entity.Find("map")!.Find(field) is not null)
        select listing.Wrong($"The request takes {{{asked}}}, and the map has none of 'start', 'updatedAt' and 'createdAt': dates are compared here too, and nothing would be found in any range.");

    /// <summary>It works where the vendor's pages are as long as 'most' says, or longer than what is asked for.</summary>
    private static IEnumerable<FileProblem> Pages(FileNode entity) =>
        new[] { entity.Find("search"), entity.Find("list"), entity.Find("sync"), entity.Find("sync")?.Find("gone") }.OfType<FileNode>().SelectMany(PagesOf);

    private static IEnumerable<FileProblem> PagesOf(FileNode listing) => listing.Find("paging") is { } paging
        && paging.FindText("kind") is "page" or "offset"
        && paging.Find("fixed") is null && paging.Find("more") is null && paging.Find("last") is null
        && !Texts(listing.Find("request")).SelectMany(node => Names(node.Text)).Contains("limit", StringComparer.Ordinal)
        ? [paging.Wrong("Nothing says how long a page is, so that a shorter one would be taken for the last: put {limit} into the request, say 'fixed', or name the flag that says whether there is more ('more' or 'last').")]
        : [];

    private static IEnumerable<FileProblem> Parameters(FileNode action)
    {
        var used = Texts(action.Find("request")).SelectMany(node => Names(node.Text)).ToHashSet(StringComparer.Ordinal);
        return action.Find("parameters")!.Members
            .Where(parameter => !used.Contains(parameter.Key) && !Enumerable.Range(1, 3).Any(part => used.Contains($"{parameter.Key}{part}")))
            .Select(parameter => parameter.Value.Wrong($"People are asked for this, and the request has no {{{parameter.Key}}}."));
    }

    private static IEnumerable<string> Names(string text) => Template.Parse(text, out _)?.Names ?? [];

    private static IEnumerable<FileNode> Texts(FileNode? node) => node is null ? []
        : node.Members.Select(member => member.Value).Concat(node.Items).SelectMany(Texts).Concat(node.Kind == System.Text.Json.JsonValueKind.String ? [node] : []);
}
