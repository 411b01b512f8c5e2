namespace Integrations.Core.Diagnostics;

/// <summary>What only the host knows.</summary>
/// <param name="PlaysVendors">The vendor sandbox is on.</param>
public sealed record HostFacts(bool IsProduction, bool PlaysVendors);
