namespace Integrations.Core.Management;

/// <summary>How each provider did over a period.</summary>
/// <param name="Starts">The first moment of each slice, oldest first, UTC.</param>
/// <param name="Slice">How long one slice is.</param>
/// <param name="Lines">One for each provider that the caller has an integration of; those that fail most come first, and then the busiest.</param>
public sealed record ProviderHealth(IReadOnlyList<DateTimeOffset> Starts, TimeSpan Slice, IReadOnlyList<ProviderHealthLine> Lines);
