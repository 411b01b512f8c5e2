using Integrations.Connectors.Declarative.Trials;
using Integrations.Web.Hosting.Commands;

namespace Integrations.Tests.Connectors.Declarative.Trials;

/// <summary><c>provider test</c> over every file that comes with the hub, by the code that the verb runs.</summary>
public sealed class ShippedTrialTests(ShippedTrials shipped, ITestOutputHelper output) : IClassFixture<ShippedTrials>
{
    public static TheoryData<string> Files => [.. ShippedTrials.Names];

    [Theory, MemberData(nameof(Files))]
    public async Task ShippedFile_PassesEveryStep(string name)
    {
        var result = await shipped.ResultAsync(name);

        Assert.Empty(result.Report?.Steps.Where(step => step.Outcome == TrialOutcome.Failed).Select(step => $"{step.Name} ({step.Asked}), line {step.Line}: {step.Note}") ?? result.Lines);
        Assert.Equal(ExitCodes.Ok, result.Code);
        output.WriteLine($"{name}: {result.Report!.Answers}; {result.Report.Summary}");
    }

    [Fact]
    public async Task ShippedFiles_Together()
    {
        var reports = new List<TrialReport>();
        foreach (var name in ShippedTrials.Names)
        {
            reports.AddRange((await shipped.ResultAsync(name)).Report is { } report ? [report] : []);
        }

        var played = reports.Count(report => report.Answers.StartsWith("played", StringComparison.Ordinal));

        output.WriteLine($"counterpart: provider test: {reports.Count} files, {played} of them played by the sandbox, {reports.Count - played} by recordings: {TrialReport.Sum(reports)}");

        Assert.Equal(ShippedTrials.Names.Count(), reports.Count);
    }
}
