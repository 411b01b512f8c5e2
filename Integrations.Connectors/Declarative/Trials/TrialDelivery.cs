using Integrations.Connectors.Contracts;

namespace Integrations.Connectors.Declarative.Trials;

/// <summary>A request of the vendor's to an address of the hub.</summary>
/// <param name="Request">As it comes.</param>
/// <param name="EntityType">What it is about; null for a challenge.</param>
/// <param name="ExternalId">The thing, in the hub's words.</param>
/// <param name="Answer">What the answer to a challenge has to hold; null where any will do.</param>
public sealed record TrialDelivery(InboundRequest Request, string? EntityType, string? ExternalId, string? Answer);
