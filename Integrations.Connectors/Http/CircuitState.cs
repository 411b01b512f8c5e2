namespace Integrations.Connectors.Http;

/// <summary>How a circuit stands.</summary>
public enum CircuitState
{
    /// <summary>Calls go through.</summary>
    Closed,

    /// <summary>Calls fail at once; the vendor is left alone.</summary>
    Open,

    /// <summary>One call goes through and decides.</summary>
    HalfOpen,
}
