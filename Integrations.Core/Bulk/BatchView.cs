namespace Integrations.Core.Bulk;

public sealed record BatchView(
    Guid Id, BatchAction Action, int Total, BatchProgress Progress, string ActorName, DateTimeOffset CreatedAt, DateTimeOffset? CancelledAt, DateTimeOffset? FinishedAt);
