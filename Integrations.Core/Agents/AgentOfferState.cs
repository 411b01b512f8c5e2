namespace Integrations.Core.Agents;

/// <summary>How an action stands with what a program was granted.</summary>
public enum AgentOfferState
{
    /// <summary>The program does not see it.</summary>
    NotGranted,

    /// <summary>The program may run it, as it stood when it was granted.</summary>
    Granted,

    /// <summary>It was granted and describes itself differently now: it waits for a grant.</summary>
    Changed,
}
