namespace Integrations.Connectors.Contracts;

/// <summary>A channel that the vendor opened: until it ends, the vendor calls the hub's address when something changes.</summary>
/// <param name="Id">The vendor's, or the one that it was given.</param>
/// <param name="ResourceId">What some vendors want to hear besides when it is stopped.</param>
/// <param name="EndsAt">When the vendor ends it unless it is renewed.</param>
public sealed record OpenedSubscription(string Id, string? ResourceId, DateTimeOffset EndsAt);
