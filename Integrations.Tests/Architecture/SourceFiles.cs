using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>The product's own source text, for rules that a search can prove.</summary>
internal static partial class SourceFiles
{
    /// <summary>Files of the product's projects with these endings: path from the root, and text without comments.</summary>
    public static IEnumerable<(string Path, string Text)> Of(params string[] endings) =>
        WithComments(endings).Select(file => (file.Path, LineComments().Replace(file.Text, "")));

    /// <summary>The same with comments.</summary>
    public static IEnumerable<(string Path, string Text)> WithComments(params string[] endings)
    {
        var root = Repository.Root();
        return
            from project in new[] { "Integrations.Primitives", "Integrations.Connectors", "Integrations.Core", "Integrations.Storage.Postgres", "Integrations.Storage.Sqlite", "Integrations.Web" }
            from file in Directory.EnumerateFiles(Path.Combine(root, project), "*", SearchOption.AllDirectories)
            let path = Path.GetRelativePath(root, file).Replace('\\', '/')
            where !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal) && !path.Contains("/CompiledModel/", StringComparison.Ordinal)
                && endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            orderby path
            select (path, File.ReadAllText(file));
    }

    /// <summary>Where a pattern occurs, as <c>path: the line</c>, but for files that are allowed to have it.</summary>
    public static IReadOnlyList<string> Find(string pattern, string[] endings, params string[] allowed) =>
    [
        .. from file in Of(endings)
           where !allowed.Contains(file.Path, StringComparer.Ordinal)
           from line in file.Text.Split('\n')
           where Regex.IsMatch(line, pattern, RegexOptions.NonBacktracking)
           select $"{file.Path}: {line.Trim()}",
    ];

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex LineComments();
}
