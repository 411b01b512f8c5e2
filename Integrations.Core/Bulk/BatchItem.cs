using Integrations.Core.Jobs;

namespace Integrations.Core.Bulk;

/// <summary>One integration of a batch.</summary>
public sealed class BatchItem : ILeased
{
    /// <summary>With <see cref="Position"/> the row's key.</summary>
    public Guid BatchId { get; init; }

    /// <summary>From 0, in the order that was asked for.</summary>
    public int Position { get; init; }

    /// <summary>As it was given: one that is not the caller's is not found, like one that never was (SECURITY A5).</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Its name when the batch began; null for one that was not found.</summary>
    public string? InstanceName { get; init; }

    /// <summary>Moves from waiting over running to one of the three ends.</summary>
    public BatchItemStatus Status { get; set; }

    /// <summary>The failure's stable code.</summary>
    public string? Code { get; set; }

    /// <summary>Why it failed, in words, at most 1,000 characters; null for all else.</summary>
    public string? Message { get; set; }

    /// <summary>Tries begun so far.</summary>
    public int Attempts { get; set; }

    /// <inheritdoc />
    public DateTimeOffset DueAt { get; set; }

    /// <inheritdoc />
    public Guid? ClaimId { get; set; }

    /// <inheritdoc />
    public int LeaseLosses { get; set; }

    /// <summary>
    /// When the claim's lease ends, as the version before writes it, which may run beside this one: it knows no other lease, so both
    /// keep to this one and write it. Null while no one works on the item. It goes one version later.
    /// </summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>When it ended; null while it waits or runs.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
}
