namespace Integrations.Core.Agents;

/// <summary>Where a call stands that a person has to confirm.</summary>
public enum AgentApprovalState
{
    Waiting,

    /// <summary>The same call is made when it comes again.</summary>
    Confirmed,
    Refused,

    /// <summary>It was made; it is good for nothing more.</summary>
    Used,
}
