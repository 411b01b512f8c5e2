namespace Integrations.Connectors.Contracts;

/// <summary>What is known of the end of a workflow that an action started.</summary>
public enum WorkflowEnd
{
    Succeeded,
    Failed,

    /// <summary>It goes on after the vendor answered.</summary>
    Unknown,
}
