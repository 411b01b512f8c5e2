using Integrations.Primitives;

namespace Integrations.Core.Search;

/// <summary>What is searched for in one integration.</summary>
/// <param name="Text">Up to 500 characters; null or empty for "anything".</param>
/// <param name="Limit">1 to 100.</param>
public sealed record SearchRequest(string? Text, int Limit = 50)
{
    /// <summary>In characters; a longer one gives <c>validation</c> of <c>query</c>.</summary>
    public const int TextMaxLength = 500;

    /// <summary>How many of the first to leave out, 0 to 10,000.</summary>
    public int Offset { get; init; }

    /// <summary>Inclusive; for events their time, for other things their last change. Null for no beginning.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Exclusive, and not before <see cref="Start"/>; null for no end.</summary>
    public DateTimeOffset? End { get; init; }

    /// <summary>Names of the provider's entities; empty for all that may be searched.</summary>
    public IReadOnlyList<string> EntityTypes { get; init; } = [];

    /// <summary>Further conditions by name, as the connector understands them.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>May narrow to the caller, never widen to another user (SECURITY A4).</summary>
    public Guid? UserId { get; init; }

    /// <summary>While the vendor is in trouble, what was last found will do, if it is told how old it is (RELIABILITY G3).</summary>
    public bool MayBeOld { get; init; }

    /// <summary>Asking one integration for types it does not have is an error; asking all of them is not.</summary>
    public bool UnknownTypesAreErrors { get; init; } = true;

    internal Failure? Validate() =>
        Primitives.Text.CheckLength("query", Text, TextMaxLength)
        ?? (EntityTypes.Count > 1_000 ? Failure.InvalidField("entities", "entities may hold at most 1,000 items.") : null)
        ?? (Limit is < 1 or > PageRequest.MaxLimit ? Failure.InvalidField("limit", $"limit must be between 1 and {PageRequest.MaxLimit}.") : null)
        ?? (Offset is < 0 or > 10_000 ? Failure.InvalidField("offset", "offset must be between 0 and 10000.") : null)
        ?? (Start is { } start && End is { } end && end < start ? Failure.InvalidField("endDate", "endDate must not be before startDate.") : null);
}
