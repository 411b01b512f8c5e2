namespace Integrations.Core.Diagnostics;

/// <summary>How an objective stands.</summary>
public enum ObjectiveState
{
    /// <summary>Less went wrong than it allows.</summary>
    Kept,

    /// <summary>The last hour used more than its share of what may go wrong.</summary>
    AtRisk,

    /// <summary>The last 24 hours did, or a delivery is overdue now.</summary>
    Missed,
}
