using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Core.Search;

/// <param name="Total">All matches, where the vendor tells.</param>
public sealed record SearchHits(IReadOnlyList<ExternalEntity> Items, int? Total, bool HasMore)
{
    /// <summary>When it was found, for what is shown in place of an answer that did not come; null for fresh results.</summary>
    public DateTimeOffset? FoundAt { get; init; }

    /// <summary>Why there is no fresh answer, or why this is only a part of it; null when all is well.</summary>
    public Failure? Trouble { get; init; }

    /// <summary>The code of a <see cref="Trouble"/> that left a part out; the rest is fresh.</summary>
    public const string PartlyCode = PartlyRead.Code;

    /// <summary>Nothing was found.</summary>
    public static SearchHits None { get; } = new([], 0, HasMore: false);
}
