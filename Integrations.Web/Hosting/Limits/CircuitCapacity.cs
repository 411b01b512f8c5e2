namespace Integrations.Web.Hosting.Limits;

/// <summary>Whether one more circuit may be opened.</summary>
public enum CircuitCapacity
{
    Enough,

    /// <summary>This person has as many as they may have.</summary>
    NoneForUser,

    /// <summary>The node has as many as it may have.</summary>
    NoneOnNode,
}
