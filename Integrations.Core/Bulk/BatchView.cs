namespace Integrations.Core.Bulk;

/// <summary>A bulk action as its administrators see it.</summary>
/// <param name="Total">Integrations that were asked for.</param>
/// <param name="Progress">How many stand where.</param>
/// <param name="ActorName">Who asked, as they were called then.</param>
/// <param name="CancelledAt">When a person stopped it; null otherwise.</param>
/// <param name="FinishedAt">When nothing was left to do; null while it runs.</param>
public sealed record BatchView(
    Guid Id, BatchAction Action, int Total, BatchProgress Progress, string ActorName, DateTimeOffset CreatedAt, DateTimeOffset? CancelledAt, DateTimeOffset? FinishedAt);
