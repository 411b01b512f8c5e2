using Integrations.Primitives;

namespace Integrations.Connectors.Entities;

/// <param name="Items">In the vendor's order; null for what could not be read.</param>
/// <param name="Next">Position of the next page; null after the last.</param>
internal sealed record SearchListingPage(IReadOnlyList<ExternalEntity?> Items, string? Next)
{
    /// <summary>Why this is not all that the page should hold; null when it is.</summary>
    public Failure? Partial { get; init; }
}
