using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Architecture;

/// <summary>No secret is in the repository (SECURITY T11).</summary>
public sealed partial class SecretScanTests
{
    private const int LargestFile = 2_000_000;

    [Fact, Proves("T11")]
    public void Tree_HoldsNoSecret()
    {
        var root = Repository.Root();
        var files = Directory.EnumerateFiles(root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(path => !Skipped().IsMatch("/" + path) && new FileInfo(Path.Combine(root, path)).Length < LargestFile).ToList();
        var found = files.SelectMany(path => Find(path, File.ReadAllText(Path.Combine(root, path)))).ToList();

        Console.WriteLine($"Secret scan: {files.Count} files, {found.Count} findings.");
        Assert.True(files.Count > 500);
        Assert.Empty(found);
    }

    [Fact, Proves("T11")]
    public void History_HoldsNoSecret()
    {
        Assert.SkipUnless(ProofSize.IsLong, "The history is scanned by scripts/prove rules.");
        var start = new ProcessStartInfo("git", ["log", "--all", "-p", "--no-color", "--unified=0"]) { WorkingDirectory = Repository.Root(), RedirectStandardOutput = true, UseShellExecute = false };
        using var git = Process.Start(start)!;
        var (file, lines, found) = ("", 0L, new List<string>());
        while (git.StandardOutput.ReadLine() is { } line)
        {
            lines++;
            file = line.StartsWith("+++ b/", StringComparison.Ordinal) ? line[6..] : file;
            if (line.StartsWith('+') && line.Length < 4_000 && !Skipped().IsMatch("/" + file))
            {
                found.AddRange(Find(file, line));
            }
        }

        Console.WriteLine($"Secret scan: {lines} lines of history, {found.Count} findings.");
        Assert.True(lines > 1_000);
        Assert.Empty(found);
    }

    [Fact, Proves("T11")]
    public void Scan_FindsWhatItLooksFor()
    {
        string[] planted =
        [
            "ghp_" + new string('a', 36), "AKIA" + new string('B', 16), "xoxb-" + "1234567890-abcdefghij", "-----BEGIN " + "PRIVATE KEY-----", "AIza" + new string('c', 35), "sk_live_" + new string('d', 24),
            "Host=db;Username=hub;Password=" + "hunter2hunter2",
        ];

        Assert.All(planted, secret => Assert.NotEmpty(Find("some/file.cs", $"var x = \"{secret}\";")));
    }

    [Fact, Proves("T11")]
    public void Settings_NameNoSecret()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root(), "appsettings.json")), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });

        Assert.Empty(Leaves(settings.RootElement, "").Where(leaf => SecretName().IsMatch(leaf.Name) && leaf.Value.Length > 0).Select(leaf => leaf.Name));
    }

    private static IEnumerable<string> Find(string path, string text) => Known().Matches(text).Select(match => match.Value)
        // The vendors' own published samples, the sandbox's made-up accounts and this scan's own words.
        .Where(secret => !secret.EndsWith("00000000", StringComparison.Ordinal) && !secret.Contains("example", StringComparison.OrdinalIgnoreCase) && !secret.Contains("sandbox", StringComparison.OrdinalIgnoreCase))
        .Select(secret => $"{path}: {secret[..Math.Min(12, secret.Length)]}…");

    private static IEnumerable<(string Name, string Value)> Leaves(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(m => Leaves(m.Value, m.Name)),
        JsonValueKind.String => [(name, element.GetString()!)],
        _ => [],
    };

    [GeneratedRegex(@"/(\.git|bin|obj|artifacts|node_modules|\.vs|App_Data|TestResults)(/|$)|\.(png|ico|woff2?|db|db-wal|db-shm|dll|pdb|zip)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Skipped();

    [GeneratedRegex(
        @"\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,}|AKIA[0-9A-Z]{16}|xox[bpars]-[0-9]{8,}-[A-Za-z0-9-]{8,}|AIza[0-9A-Za-z_-]{35}|sk_live_[0-9a-zA-Z]{20,}|ya29\.[0-9A-Za-z_-]{40,}|npm_[A-Za-z0-9]{36})\b|-----BEGIN ([A-Z]+ )?PRIVATE KEY-----|Password=[A-Za-z0-9!@#$%^&*_-]{8,}",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Known();

    [GeneratedRegex("(?i)(secret|password|apikey|token|privatekey)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretName();
}
