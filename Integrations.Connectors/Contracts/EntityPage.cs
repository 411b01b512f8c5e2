using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Connectors.Contracts;

/// <summary>One page of what a search found.</summary>
/// <param name="Items">Best or nearest first, at most <see cref="EntityQuery.Limit"/>.</param>
/// <param name="NextCursor">Null on the last page.</param>
/// <param name="Total">All matches, where the vendor tells.</param>
public sealed record EntityPage(IReadOnlyList<ExternalEntity> Items, string? NextCursor = null, int? Total = null)
{
    /// <summary>Why this is not all there is, such as a calendar that refused or a search that the vendor broke off; null when it is.</summary>
    public Failure? Partial { get; init; }

    /// <summary>Nothing was found, and no page follows.</summary>
    public static EntityPage Empty { get; } = new([]);
}
