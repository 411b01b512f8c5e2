namespace Integrations.Core.Catalog;

/// <summary>Which providers are wanted; null members do not filter.</summary>
public sealed record ProviderFilter(string? Category = null, string? Status = null, string? Audience = null, string? Search = null);
