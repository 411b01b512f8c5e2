namespace Integrations.Connectors.Declarative.Trials;

/// <summary>How a step of a trial ended.</summary>
public enum TrialOutcome
{
    /// <summary>It went as the file says.</summary>
    Passed,

    /// <summary>File and answers do not fit each other.</summary>
    Failed,

    /// <summary>It was not tried; the note says why.</summary>
    Skipped,
}
