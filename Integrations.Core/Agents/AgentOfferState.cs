namespace Integrations.Core.Agents;

/// <summary>How an action stands with what a program was granted.</summary>
public enum AgentOfferState
{
    NotGranted,
    Granted,

    /// <summary>It was granted and describes itself differently now: it waits for a grant.</summary>
    Changed,
}
