namespace Integrations.Core.Connections;

/// <summary>001's and 004's status of a connection.</summary>
public enum ConnectionStatus
{
    /// <summary>Calls are made with it.</summary>
    Active,

    /// <summary>The credential ended and could not be renewed: reconnect.</summary>
    Expired,

    /// <summary>The vendor or a person took the credential back: reconnect.</summary>
    Revoked,

    /// <summary>It fails again and again, or its credential cannot be read.</summary>
    Error,
}
