namespace Integrations.Core.Linking;

/// <summary>
/// Something changed in what is linked through a connection, or in whether that connection works. The database writes one with the change, in the
/// change's own transaction, for each who follows such changes.
/// </summary>
public sealed class LinkChange
{
    /// <summary>For those who open subscriptions at vendors.</summary>
    public const string Subscriptions = "subscriptions";

    /// <summary>For those who pull.</summary>
    public const string Pulls = "pulls";

    /// <summary>Given by the database.</summary>
    public long Id { get; init; }

    /// <summary>Which connection is to be looked at; it may be gone meanwhile.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>For whom it is, who deletes it.</summary>
    public required string Reader { get; init; }
}
