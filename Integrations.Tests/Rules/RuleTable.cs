using System.Text;

namespace Integrations.Tests.Rules;

/// <summary>Writes <c>docs/security.md</c> and <c>docs/reliability.md</c>.</summary>
internal static class RuleTable
{
    public static string Write(string document)
    {
        var page = new StringBuilder();
        var rules = Standings(document);
        page.Append(Head(document, rules));
        foreach (var group in rules.GroupBy(r => r.Rule.Group))
        {
            page.Append($"\n## {group.Key[..1]}. {group.Key[2..]}\n\n| rule | what must hold | proved by | not covered |\n|---|---|---|---|\n");
            foreach (var (rule, tests, gaps) in group)
            {
                var id = rule.Id == rule.InTests ? $"**{rule.Id}**" : $"**{rule.Id}** (`{rule.InTests}`)";
                page.Append($"| {id} | {Cell(rule.Text)} | {string.Join("<br>", tests.Select(test => $"`{test}`"))} | {string.Join("<br>", gaps.Select(Cell))} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>Each rule with the tests that prove it, and what is open of it.</summary>
    private static List<(Rule Rule, IReadOnlyList<string> Tests, IReadOnlyList<string> Gaps)> Standings(string document)
    {
        var proofs = RuleProofs.All().ToLookup(proof => proof.Rule, StringComparer.Ordinal);
        var exemptions = RuleBook.Exemptions().SelectMany(e => e.Rules.Select(rule => (rule, e.File))).ToLookup(e => e.rule, e => e.File, StringComparer.Ordinal);
        return
        [
            .. from rule in RuleBook.Read(document)
               let tests = proofs[rule.InTests].Select(proof => proof.Test).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList()
               let excepted = proofs[rule.InTests].Select(proof => proof.Except).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
               let recorded = exemptions[rule.InTests].Select(file => $"decision [{file[..4]}](decisions/{file})")
               select (rule, (IReadOnlyList<string>)tests, (IReadOnlyList<string>)[.. rule.NotCovered, .. excepted, .. recorded]),
        ];
    }

    private static string Head(string document, List<(Rule Rule, IReadOnlyList<string> Tests, IReadOnlyList<string> Gaps)> rules)
    {
        var partly = rules.Where(r => r.Tests.Count > 0 && r.Gaps.Count > 0).Select(r => r.Rule.Id).ToList();
        var open = rules.Where(r => r.Tests.Count == 0).Select(r => r.Rule.Id).ToList();
        var (title, letters) = document == "security"
            ? ("Security", "X is written SX there, because [reliability](reliability.md) has a group X too")
            : ("Reliability", "I, L and O are written RI, RL and RO there, because [security](security.md) has those groups too");
        return $"# {title}: the rules, and what proves them\n\n"
            + $"Tests name the rules that they prove with `[Proves(\"…\")]`; {letters}. `dotnet test --filter Rule=…` runs those of a rule.\n"
            + "A rule with something in its last column holds in part as far as tests show; a decision record there says what is missing and what it risks.\n"
            + $"{rules.Count} rules: {rules.Count - partly.Count - open.Count} proven by tests, {partly.Count} proven in part, {open.Count} not held yet.\n"
            + Listed("In part", partly) + Listed("Not held", open)
            + "\nGenerated from the tests and `Integrations.Tests/Rules`. After adding, renaming or removing a test: `scripts/prove rules --write`.\n";
    }

    private static string Listed(string what, List<string> ids) => ids.Count == 0 ? "" : $"{what}: {string.Join(", ", ids)}.\n";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
