using System.Text;

namespace Integrations.Tests.Rules;

/// <summary>Writes <c>docs/security.md</c> and <c>docs/reliability.md</c>.</summary>
internal static class RuleTable
{
    public static string Write(string document)
    {
        var tests = RuleBook.Tests().SelectMany(t => t.Rules.Select(rule => (rule, t.Test))).ToLookup(t => t.rule, t => t.Test, StringComparer.Ordinal);
        var exemptions = RuleBook.Exemptions().SelectMany(e => e.Rules.Select(rule => (rule, Exemption: e))).ToLookup(e => e.rule, e => e.Exemption, StringComparer.Ordinal);
        var rules = RuleBook.Read(document);
        var page = new StringBuilder();
        page.Append(Head(document, rules, tests, exemptions));
        foreach (var group in rules.GroupBy(r => r.Group))
        {
            page.Append($"\n## {group.Key[..1]}. {group.Key[2..]}\n\n| rule | what must hold | proved by |\n|---|---|---|\n");
            foreach (var rule in group)
            {
                var proofs = tests[rule.InTests].Order(StringComparer.Ordinal).Select(test => $"`{test}`")
                    .Concat(exemptions[rule.InTests].Select(e => $"{(tests[rule.InTests].Any() ? "holds in part" : "does not hold yet")}: [{e.File[..4]}](decisions/{e.File})"));
                page.Append($"| **{rule.Id}** | {rule.Text.Replace("|", "\\|", StringComparison.Ordinal)} | {string.Join("<br>", proofs)} |\n");
            }
        }

        return page.ToString();
    }

    private static string Head(string document, IReadOnlyList<Rule> rules, ILookup<string, string> tests, ILookup<string, Exemption> exemptions)
    {
        var proven = rules.Count(r => tests[r.InTests].Any() && !exemptions[r.InTests].Any());
        var partly = rules.Count(r => tests[r.InTests].Any() && exemptions[r.InTests].Any());
        var open = rules.Count(r => !tests[r.InTests].Any());
        var title = document == "security" ? "Security" : "Reliability";
        var naming = document == "security"
            ? "Names of tests begin with the rule's id."
            : "Names of tests begin with the rule's id; I, L and O are written RI, RL and RO there, because [security](security.md) has those groups too.";
        return $"# {title}: the rules, and what proves them\n\n"
            + $"{naming} A rule with a decision record does not hold everywhere yet; the record says what is missing and what it risks.\n"
            + $"{rules.Count} rules: {proven} proven by tests, {partly} proven in part, {open} not held yet.\n\n"
            + "Generated from the tests. After adding, renaming or removing one: `scripts/prove rules --write`.\n";
    }
}
