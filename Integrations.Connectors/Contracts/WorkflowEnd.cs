namespace Integrations.Connectors.Contracts;

/// <summary>What is known of the end of a workflow that an action started.</summary>
public enum WorkflowEnd
{
    /// <summary>It ran to its end; receivers get <c>workflow.executed</c> (003).</summary>
    Succeeded,

    /// <summary>It broke off, or was cancelled, after it had started; receivers get <c>workflow.failed</c>.</summary>
    Failed,

    /// <summary>It goes on after the vendor answered.</summary>
    Unknown,
}
