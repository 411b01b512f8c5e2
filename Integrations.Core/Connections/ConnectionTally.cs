namespace Integrations.Core.Connections;

/// <summary>
/// How many living connections came to a state, or left it. The database writes one with each change, in the change's own transaction, and the sum of
/// all is how many there are; so nothing counts the connections, and no two writers wait for each other.
/// </summary>
public sealed class ConnectionTally
{
    /// <summary>Given by the database.</summary>
    public long Id { get; init; }

    /// <summary>The state that they came to, or left.</summary>
    public ConnectionStatus State { get; init; }

    /// <summary>Below zero for those that left.</summary>
    public int Change { get; init; }
}
