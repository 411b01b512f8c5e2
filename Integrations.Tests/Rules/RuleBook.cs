using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>One rule of a baseline.</summary>
/// <param name="Id">As its document numbers it, such as <c>O3</c>.</param>
/// <param name="InTests">
/// How names of tests begin with it. Reliability's groups I, L and O are called RI, RL and RO there, because security has an
/// I1, an L1 and an O1 of its own; security's group X, which came after reliability's, is called SX.
/// </param>
internal sealed record Rule(string Id, string InTests, string Group, string Text);

/// <summary>A decision record that says which rules do not hold yet.</summary>
internal sealed record Exemption(string File, string Title, IReadOnlyList<string> Rules, string Risk);

/// <summary>Both baselines, the tests whose names carry their ids, and the decision records about rules that do not hold yet.</summary>
internal static partial class RuleBook
{
    private const string SharedGroups = "ILO";
    private const string LaterGroup = "X";

    private static readonly string[] TestProjects = ["Integrations.Tests", "Integrations.Tests.EndToEnd"];

    public static IReadOnlyList<string> Documents { get; } = ["security", "reliability"];

    /// <summary>The rules of <c>Integrations.Tests/Rules/{document}.txt</c>: <c>## group title</c>, then <c>id text</c>.</summary>
    public static IReadOnlyList<Rule> Read(string document)
    {
        var (rules, group) = (new List<Rule>(), "");
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root(), "Integrations.Tests", "Rules", $"{document}.txt")).Where(l => l.Length > 0))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                group = line[3..];
                continue;
            }

            var (id, text) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var inTests = document == "reliability" && SharedGroups.Contains(id[0], StringComparison.Ordinal) ? $"R{id}"
                : document == "security" && LaterGroup.Contains(id[0], StringComparison.Ordinal) ? $"S{id}"
                : id;
            rules.Add(new Rule(id, inTests, group, text));
        }

        return rules;
    }

    /// <summary>Every test of both test projects as <c>Class.Method</c>, with the rules that its name begins with; read from their source, for neither references the other's.</summary>
    public static IEnumerable<(string Test, IReadOnlyList<string> Rules)> Tests() =>
        from project in TestProjects
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root(), project), "*.cs", SearchOption.AllDirectories)
        from test in TestsIn(File.ReadLines(file))
        let rules = RulesOf(test[(test.IndexOf('.', StringComparison.Ordinal) + 1)..])
        where rules.Count > 0
        select (test, rules);

    /// <summary><c>L1_T5_Secrets…</c> proves L1 and T5.</summary>
    public static IReadOnlyList<string> RulesOf(string test) => [.. test.Split('_').TakeWhile(part => RuleId().IsMatch(part))];

    /// <summary>Decision records with a line <c>**Rules.** V8, RI4</c>, ids as tests write them, and a paragraph <c>**Risk.**</c>.</summary>
    public static IEnumerable<Exemption> Exemptions() =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root(), "docs", "decisions"), "*.md").Order(StringComparer.Ordinal)
        let lines = File.ReadAllLines(file)
        let rules = lines.FirstOrDefault(l => l.StartsWith("**Rules.**", StringComparison.Ordinal))
        where rules is not null
        select new Exemption(
            Path.GetFileName(file), lines[0].TrimStart('#', ' '), [.. RuleIds().Matches(rules).Select(m => m.Value)],
            string.Join(' ', lines.SkipWhile(l => !l.StartsWith("**Risk.**", StringComparison.Ordinal)).TakeWhile(l => l.Length > 0)));

    /// <summary>Methods that a line with <c>[Fact…</c> or <c>[Theory…</c> stands before, each by the last class that began above it.</summary>
    internal static IEnumerable<string> TestsIn(IEnumerable<string> lines)
    {
        var (type, isTest) = ("", false);
        foreach (var line in lines)
        {
            if (TypeLine().Match(line) is { Success: true } declared)
            {
                type = declared.Groups["name"].Value;
            }

            isTest |= TestLine().IsMatch(line);
            if (isTest && MethodLine().Match(line) is { Success: true } method)
            {
                isTest = false;
                yield return $"{type}.{method.Groups["name"].Value}";
            }
        }
    }

    [GeneratedRegex(@"^\s*(?:public|internal) .*\bclass (?<name>\w+)", RegexOptions.NonBacktracking)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^\s*\[(?:Fact|Theory)\b", RegexOptions.NonBacktracking)]
    private static partial Regex TestLine();

    [GeneratedRegex(@"^\s*public [^=(]*?\b(?<name>\w+)\(", RegexOptions.NonBacktracking)]
    private static partial Regex MethodLine();

    [GeneratedRegex("^[RS]?[A-Z][0-9]{1,2}$", RegexOptions.NonBacktracking)]
    private static partial Regex RuleId();

    [GeneratedRegex(@"\b[RS]?[A-Z][0-9]{1,2}\b", RegexOptions.NonBacktracking)]
    private static partial Regex RuleIds();
}
