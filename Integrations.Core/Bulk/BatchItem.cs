namespace Integrations.Core.Bulk;

/// <summary>One integration of a batch.</summary>
public sealed class BatchItem
{
    public Guid BatchId { get; init; }

    /// <summary>From 0, in the order that was asked for.</summary>
    public int Position { get; init; }

    /// <summary>As it was given: one that is not the caller's is not found, like one that never was (SECURITY A5).</summary>
    public Guid InstanceId { get; init; }

    /// <summary>Its name when the batch began; null for one that was not found.</summary>
    public string? InstanceName { get; init; }

    public BatchItemStatus Status { get; set; }

    /// <summary>The failure's stable code.</summary>
    public string? Code { get; set; }

    public string? Message { get; set; }

    public int Attempts { get; set; }

    /// <summary>Fences a claim: a paused worker cannot finish another's.</summary>
    public Guid? ClaimId { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }
}
