using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>One rule of a baseline.</summary>
/// <param name="Id">As its document numbers it, such as <c>O3</c>.</param>
/// <param name="InTests">
/// As tests and decision records write it. Reliability's groups I, L and O are called RI, RL and RO there, because security has an
/// I1, an L1 and an O1 of its own; security's group X, which came after reliability's, is called SX.
/// </param>
/// <param name="NotCovered">What no test proves of it, each as a sentence.</param>
internal sealed record Rule(string Id, string InTests, string Group, string Text, IReadOnlyList<string> NotCovered);

/// <summary>A decision record that says which rules do not hold yet.</summary>
internal sealed record Exemption(string File, string Title, IReadOnlyList<string> Rules, string Risk);

/// <summary>Both baselines, and the decision records about rules that do not hold yet.</summary>
internal static partial class RuleBook
{
    private const string SharedGroups = "ILO";
    private const string LaterGroup = "X";
    private const string Gap = "- ";

    public static IReadOnlyList<string> Documents { get; } = ["security", "reliability"];

    /// <summary>The rules of <c>Integrations.Tests/Rules/{document}.txt</c>.</summary>
    public static IReadOnlyList<Rule> Read(string document) =>
        [.. Parse(document, File.ReadLines(Path.Combine(Repository.Root(), "Integrations.Tests", "Rules", $"{document}.txt")))];

    /// <summary><c>## group title</c>, then <c>id text</c>, and under a rule that holds in part <c>- what is not covered</c>.</summary>
    internal static List<Rule> Parse(string document, IEnumerable<string> lines)
    {
        var (rules, group) = (new List<Rule>(), "");
        foreach (var line in lines.Where(l => l.Length > 0))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                group = line[3..];
                continue;
            }

            if (line.StartsWith(Gap, StringComparison.Ordinal))
            {
                rules[^1] = rules[^1] with { NotCovered = [.. rules[^1].NotCovered, line[Gap.Length..]] };
                continue;
            }

            var (id, text) = (line[..line.IndexOf(' ', StringComparison.Ordinal)], line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var inTests = document == "reliability" && SharedGroups.Contains(id[0], StringComparison.Ordinal) ? $"R{id}"
                : document == "security" && LaterGroup.Contains(id[0], StringComparison.Ordinal) ? $"S{id}"
                : id;
            rules.Add(new Rule(id, inTests, group, text, []));
        }

        return rules;
    }

    /// <summary>Decision records with a line <c>**Rules.** V8, RI4</c>, ids as tests write them, and a paragraph <c>**Risk.**</c>.</summary>
    public static IEnumerable<Exemption> Exemptions() =>
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root(), "docs", "decisions"), "*.md").Order(StringComparer.Ordinal)
        let lines = File.ReadAllLines(file)
        let rules = lines.FirstOrDefault(l => l.StartsWith("**Rules.**", StringComparison.Ordinal))
        where rules is not null
        select new Exemption(
            Path.GetFileName(file), lines[0].TrimStart('#', ' '), [.. RuleIds().Matches(rules).Select(m => m.Value)],
            string.Join(' ', lines.SkipWhile(l => !l.StartsWith("**Risk.**", StringComparison.Ordinal)).TakeWhile(l => l.Length > 0)));

    [GeneratedRegex(@"\b[RS]?[A-Z][0-9]{1,2}\b", RegexOptions.NonBacktracking)]
    private static partial Regex RuleIds();
}
