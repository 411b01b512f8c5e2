namespace Integrations.Core.Webhooks;

/// <summary>What to replay: ids, or everything of an endpoint or a time range that is dead (or all of it, by choice).</summary>
public sealed record ReplayRequest
{
    /// <summary>At most 1,000; empty where <see cref="EndpointId"/> or <see cref="From"/> says which: one of the three is needed.</summary>
    public IReadOnlyList<Guid> DeliveryIds { get; init; } = [];

    /// <summary>All of this endpoint; null for all of the organization's.</summary>
    public Guid? EndpointId { get; init; }

    /// <summary>Made at this moment or later; null for no beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Made before this moment; null for no end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Those that arrived are sent once more too: the receiver gets the same ids again. Else the dead ones only.</summary>
    public bool IncludeSucceeded { get; init; }
}
