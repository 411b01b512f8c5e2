using Integrations.Primitives;

namespace Integrations.Core.Catalog;

/// <summary>How a provider's test ended.</summary>
/// <param name="Failure">Null when it passed.</param>
/// <param name="Took">The vendor's time; null where nothing was asked.</param>
public sealed record ProviderTestOutcome(Failure? Failure, string? Message, DateTimeOffset TestedAt, TimeSpan? Took)
{
    /// <summary>The vendor answered, and what the hub needs for it is set up.</summary>
    public bool Success => Failure is null;

    /// <summary>The vendor's clock as its answer told it, to the second; null where it did not.</summary>
    public DateTimeOffset? VendorTime { get; init; }
}
