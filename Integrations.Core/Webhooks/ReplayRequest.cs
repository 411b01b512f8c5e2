namespace Integrations.Core.Webhooks;

/// <summary>What to replay: ids, or everything of an endpoint or a time range that is dead (or all of it, by choice).</summary>
public sealed record ReplayRequest
{
    public IReadOnlyList<Guid> DeliveryIds { get; init; } = [];

    public Guid? EndpointId { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    public bool IncludeSucceeded { get; init; }
}
