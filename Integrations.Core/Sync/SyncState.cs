using Integrations.Core.Jobs;

namespace Integrations.Core.Sync;

/// <summary>How far a connection's changes of one entity type were pulled.</summary>
public sealed class SyncState : ILeased
{
    /// <summary>With <see cref="EntityType"/> the row's key; it goes with its connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>One of the connector's syncable entities.</summary>
    public required string EntityType { get; init; }

    /// <summary>Where to go on; opaque. Null before the first pull, and after the vendor forgot it.</summary>
    public string? Cursor { get; set; }

    /// <summary>When the last pull ended well.</summary>
    public DateTimeOffset? LastSyncAt { get; set; }

    /// <summary>When the next is due by schedule; while it is claimed, the end of the lease.</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Pulls since the last good one; the schedule's are counted before each.</summary>
    public int Failures { get; set; }

    /// <summary>What went wrong last; null while all is well.</summary>
    public string? LastError { get; set; }

    /// <summary>Grows with each pull; of two at once the slower one's cursor is dropped.</summary>
    public int Version { get; set; }

    /// <inheritdoc/>
    public Guid? ClaimId { get; set; }

    /// <inheritdoc/>
    public int LeaseLosses { get; set; }
}
