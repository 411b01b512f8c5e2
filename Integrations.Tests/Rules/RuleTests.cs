using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Rules;

/// <summary>Every rule of the baselines has a test that proves it, or a decision record that says it does not hold yet and what that risks.</summary>
public sealed class RuleTests
{
    private const string UpdateSwitch = "UPDATE_RULE_TABLES";

    public static TheoryData<string> Documents => [.. RuleBook.Documents];

    [Theory, Proves("SX8")]
    [MemberData(nameof(Documents))]
    public void Rule_HasATestOrADecisionRecord(string document)
    {
        var proven = RuleProofs.All().Select(proof => proof.Rule).Concat(RuleBook.Exemptions().SelectMany(e => e.Rules)).ToHashSet(StringComparer.Ordinal);
        var rules = RuleBook.Read(document);

        Assert.NotEmpty(rules);
        var open = rules.Where(rule => !proven.Contains(rule.InTests)).Select(rule => $"{rule.InTests} {rule.Text}").ToList();
        Assert.True(open.Count == 0, "Neither a test nor a decision record:" + Environment.NewLine + string.Join(Environment.NewLine, open));
    }

    [Fact]
    public void Proofs_NameRulesThatExist_AndStandOnTests()
    {
        var known = KnownRules();

        Assert.DoesNotContain(RuleProofs.All(), proof => !known.Contains(proof.Rule));
        Assert.Empty(RuleProofs.Marked().Where(method => !method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => method.Name));
    }

    [Fact]
    public void Sources_AreReadAsTheAssemblySays()
    {
        var read = RuleProofs.InSources(RuleProofs.OwnProject).ToHashSet();

        Assert.NotEmpty(read);
        Assert.Equal(RuleProofs.InAssembly().ToHashSet(), read);
        Assert.NotEmpty(RuleProofs.InSources(RuleProofs.EndToEndProject));
    }

    [Fact]
    public void TestNames_BeginWithNoRule()
    {
        Assert.True(RuleProofs.BeginsWithARule("SecretCanaryTests.L1_T5_SecretsAppearInNoLog"));
        Assert.True(RuleProofs.BeginsWithARule("RI1_HundredSideBySide_OneIsFirst"));
        Assert.False(RuleProofs.BeginsWithARule("SearchTests.Search_ByText_FindsEntities"));

        string[] tests = [.. RuleProofs.TestsOf(RuleProofs.OwnProject), .. RuleProofs.TestsOf(RuleProofs.EndToEndProject)];
        Assert.NotEmpty(tests);
        Assert.True(!tests.Any(RuleProofs.BeginsWithARule), "Name the rule by [Proves], not in the name: " + string.Join(", ", tests.Where(RuleProofs.BeginsWithARule)));
    }

    [Fact, Proves("SX8")]
    public void DecisionRecords_NameRulesThatExist_AndTheirRisk()
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
    public void Proofs_AreReadFromSources_SeveralToATest_WithWhatTheyLeaveOpen()
    {
        string[] source =
        [
            "public sealed class SomeTests", "{", "    [Fact, Proves(\"L1\", \"T5\")]", "    public void Both()", "    [Theory, Proves(\"A8\", Except = \"PostgreSQL.\")]", "    [InlineData(1)]",
            "    public async Task Partly(int number)", "    [Fact]", "    public void None()", "    [Proves(\"A1\")]", "    public void NoTest()",
        ];

        Assert.Equal([new Proof("SomeTests.Both", "L1", null), new Proof("SomeTests.Both", "T5", null), new Proof("SomeTests.Partly", "A8", "PostgreSQL.")], RuleProofs.ProofsIn(source));
    }

    [Fact, Proves("SX8")]
    public void Rules_AreReadWithWhatIsNotCovered()
    {
        var rules = RuleBook.Parse("reliability", ["## I Idempotency", "I1 one thing", "- PostgreSQL.", "- Many nodes.", "I2 another"]);

        Assert.Equal(["RI1", "RI2"], rules.Select(rule => rule.InTests));
        Assert.Equal(["PostgreSQL.", "Many nodes."], rules[0].NotCovered);
        Assert.Empty(rules[1].NotCovered);
    }

    private static HashSet<string> KnownRules() => RuleBook.Documents.SelectMany(RuleBook.Read).Select(rule => rule.InTests).ToHashSet(StringComparer.Ordinal);
}
