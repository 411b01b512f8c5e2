namespace Integrations.Core.Agents;

/// <summary>Where a call stands that a person has to confirm.</summary>
public enum AgentApprovalState
{
    /// <summary>The program is answered <c>agents.waiting_for_approval</c>, with the page to go to, until a person decides or a day is over.</summary>
    Waiting,

    /// <summary>The same call is made when it comes again.</summary>
    Confirmed,

    /// <summary>The same call is refused for an hour; after that it may be asked for again.</summary>
    Refused,

    /// <summary>It was made; it is good for nothing more.</summary>
    Used,
}
