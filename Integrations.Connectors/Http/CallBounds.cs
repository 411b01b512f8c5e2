namespace Integrations.Connectors.Http;

/// <summary>Whose calls they are, and what they may take.</summary>
/// <param name="Organization">Empty for calls of no organization.</param>
/// <param name="KeptBytes">Longer answers are cut there; null refuses what is longer than <see cref="LimitedBody.VendorLimit"/>.</param>
internal sealed record CallBounds(string Provider, Guid Organization, TimeSpan Deadline, RetryBudget Budget, OutboundConcurrencyLimiter Slots, int? KeptBytes = null);
