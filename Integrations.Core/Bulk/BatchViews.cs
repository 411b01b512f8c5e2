using Integrations.Primitives;

namespace Integrations.Core.Bulk;

/// <summary>How far a batch is.</summary>
/// <param name="Left">Waiting or running.</param>
/// <param name="Cancelled">Not begun when the batch was cancelled, and left as they were.</param>
public sealed record BatchProgress(int Done, int Failed, int Left, int Cancelled);

public sealed record BatchView(
    Guid Id, BatchAction Action, int Total, BatchProgress Progress, string ActorName, DateTimeOffset CreatedAt, DateTimeOffset? CancelledAt, DateTimeOffset? FinishedAt);

/// <param name="Name">Null for one that was not found.</param>
/// <param name="Code">The failure's stable code; null unless it failed.</param>
public sealed record BatchItemView(Guid IntegrationId, string? Name, BatchItemStatus Status, string? Code, string? Message, DateTimeOffset? FinishedAt);

/// <summary>A batch with one page of its items.</summary>
public sealed record BatchDetails(BatchView Batch, Page<BatchItemView> Items);

internal static class BatchFailures
{
    public static Failure NotFound { get; } = Failure.NotFound("batch.not_found", "There is no such batch. Finished ones are kept for 30 days.");

    public static Failure TooMany(int number) => Failure.InvalidField(
        "ids", $"A batch holds at most {IntegrationBatch.MaxItems} integrations, and {number} were asked for. Narrow the filter, or make several.");

    public static Failure Empty { get; } = Failure.InvalidField("ids", "ids must name at least one integration.");

    public static Failure ActorGone { get; } = Failure.Forbidden("Whoever started this may no longer do it, or the organization is disabled. Nothing was changed.");

    public static Failure Broken { get; } = new(FailureKind.Unavailable, "batch.item_failed", "The hub could not do this now, three times. Try it again later.");
}
