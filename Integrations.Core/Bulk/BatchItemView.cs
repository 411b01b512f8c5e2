namespace Integrations.Core.Bulk;

/// <param name="Name">Null for one that was not found.</param>
/// <param name="Code">The failure's stable code; null unless it failed.</param>
public sealed record BatchItemView(Guid IntegrationId, string? Name, BatchItemStatus Status, string? Code, string? Message, DateTimeOffset? FinishedAt);
