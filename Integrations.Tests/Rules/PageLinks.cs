using System.Text.RegularExpressions;

namespace Integrations.Tests.Rules;

/// <summary>Links of pages written in Markdown: what they lead to is a file, and a heading in it.</summary>
internal static partial class PageLinks
{
    /// <returns>The links that lead nowhere, as <c>page: link</c>.</returns>
    public static IEnumerable<string> Broken(IEnumerable<string> pages) =>
        from page in pages
        from link in Of(File.ReadAllText(page))
        where !Leads(page, link.Target)
        select $"{Path.GetFileName(page)}: {link.Target}";

    public static IEnumerable<(string Text, string Target)> Of(string text) =>
        Link().Matches(text).Select(link => (link.Groups["text"].Value, link.Groups["target"].Value)).Where(link => !link.Item2.Contains("://", StringComparison.Ordinal));

    /// <summary>What stands under a heading, subheadings included; null where there is no such heading.</summary>
    public static string? Under(string page, string anchor)
    {
        var lines = File.ReadAllLines(page);
        var at = Array.FindIndex(lines, line => Heading().Match(line) is { Success: true } heading && AnchorOf(heading.Groups["text"].Value) == anchor);
        if (at < 0)
        {
            return null;
        }

        var depth = lines[at].TakeWhile(c => c == '#').Count();
        return string.Join('\n', lines.Skip(at + 1).TakeWhile(line => !Heading().IsMatch(line) || line.TakeWhile(c => c == '#').Count() > depth));
    }

    internal static bool Leads(string page, string target)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, (string?)after) : (target, null);
        var full = path.Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, path));
        return Path.Exists(full) && (anchor is null || Under(full, anchor) is not null);
    }

    /// <summary>As GitHub and others make it: lower case, hyphens for spaces, no other signs.</summary>
    private static string AnchorOf(string heading) =>
        string.Concat(heading.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')).Replace(' ', '-');

    [GeneratedRegex(@"\[(?<text>[^\]\[]+)\]\((?<target>[^)\s]+)\)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("^#{1,6} (?<text>.+)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Heading();
}
