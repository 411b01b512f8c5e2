using Integrations.Connectors.Declarative.File;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>What came of trying a provider file.</summary>
/// <param name="Answers">Whose answers these were, in words.</param>
/// <param name="Steps">In their order.</param>
public sealed record TrialReport(string Answers, IReadOnlyList<TrialStep> Steps)
{
    /// <summary>What was recorded; null where nothing was to be, or nothing could be.</summary>
    public ReadOnlyMemory<byte>? Recorded { get; init; }

    /// <summary>Why no recording was made although one was wanted.</summary>
    public IReadOnlyList<FileProblem> RecordingProblems { get; init; } = [];

    /// <summary>How many steps ended so.</summary>
    public int Count(TrialOutcome outcome) => Steps.Count(step => step.Outcome == outcome);

    /// <summary>No step failed, and at least one passed.</summary>
    public bool IsGood => Count(TrialOutcome.Failed) == 0 && Count(TrialOutcome.Passed) > 0;

    /// <summary><c>12 steps: 11 passed, 0 failed, 1 skipped</c>.</summary>
    public string Summary => Sum([this]);

    /// <summary>The same over several files.</summary>
    public static string Sum(IReadOnlyCollection<TrialReport> reports) =>
        $"{reports.Sum(report => report.Steps.Count)} steps: {reports.Sum(report => report.Count(TrialOutcome.Passed))} passed, {reports.Sum(report => report.Count(TrialOutcome.Failed))} failed, {reports.Sum(report => report.Count(TrialOutcome.Skipped))} skipped";
}
