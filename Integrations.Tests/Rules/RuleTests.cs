using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>Every rule of the baselines has a test that proves it, or a decision record that says it does not hold yet and what that risks.</summary>
public sealed class RuleTests
{
    private const string UpdateSwitch = "UPDATE_RULE_TABLES";

    public static TheoryData<string> Documents => [.. RuleBook.Documents];

    [Theory]
    [MemberData(nameof(Documents))]
    public void SX8_Rule_HasATestOrADecisionRecord(string document)
    {
        var proven = RuleBook.Tests().SelectMany(t => t.Rules).Concat(RuleBook.Exemptions().SelectMany(e => e.Rules)).ToHashSet(StringComparer.Ordinal);
        var rules = RuleBook.Read(document);

        Assert.NotEmpty(rules);
        var open = rules.Where(rule => !proven.Contains(rule.InTests)).Select(rule => $"{rule.InTests} {rule.Text}").ToList();
        Assert.True(open.Count == 0, "Neither a test nor a decision record:" + Environment.NewLine + string.Join(Environment.NewLine, open));
    }

    [Fact]
    public void TestNames_NameRulesThatExist()
    {
        var known = KnownRules();

        Assert.Empty(RuleBook.Tests().Where(test => test.Rules.Any(rule => !known.Contains(rule))).Select(test => test.Test));
    }

    [Fact]
    public void SX8_DecisionRecords_NameRulesThatExist_AndTheirRisk()
    {
        var known = KnownRules();
        var records = RuleBook.Exemptions().ToList();

        Assert.Empty(records.Where(r => r.Rules.Count == 0 || r.Rules.Any(rule => !known.Contains(rule))).Select(r => $"{r.File}: {string.Join(", ", r.Rules)}"));
        Assert.Empty(records.Where(r => r.Risk.Length < 40).Select(r => $"{r.File} does not say what it risks."));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Table_IsCommittedAsItIsGenerated(string document)
    {
        var table = RuleTable.Write(document);
        var file = Path.Combine(Repository.Root(), "docs", $"{document}.md");
        if (Environment.GetEnvironmentVariable(UpdateSwitch) == "1")
        {
            File.WriteAllText(file, table);
        }

        Console.WriteLine(table.Split('\n').First(line => line.Contains(" rules: ", StringComparison.Ordinal)));
        Assert.True(File.Exists(file) && File.ReadAllText(file) == table, $"docs/{document}.md is stale. Run scripts/prove rules --write and commit what changes.");
    }

    [Fact]
    public void RulesOf_ReadsEveryLeadingId()
    {
        Assert.Equal(["L1", "T5"], RuleBook.RulesOf("L1_T5_SecretsAppearInNoLog"));
        Assert.Equal(["RI1"], RuleBook.RulesOf("RI1_HundredSideBySide_OneIsFirst"));
        Assert.Empty(RuleBook.RulesOf("Search_ByText_FindsEntities"));
    }

    private static HashSet<string> KnownRules() => RuleBook.Documents.SelectMany(RuleBook.Read).Select(rule => rule.InTests).ToHashSet(StringComparer.Ordinal);
}
