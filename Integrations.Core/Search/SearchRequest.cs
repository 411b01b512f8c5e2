using System.ComponentModel.DataAnnotations;
using Integrations.Connectors.Entities;
using Integrations.Primitives;

namespace Integrations.Core.Search;

/// <summary>What is searched for in one integration.</summary>
/// <param name="Text">Up to 500 characters; null or empty for "anything".</param>
/// <param name="Limit">1 to 100.</param>
public sealed record SearchRequest(string? Text, int Limit = 50)
{
    public const int TextMaxLength = 500;

    public int Offset { get; init; }

    public DateTimeOffset? Start { get; init; }

    public DateTimeOffset? End { get; init; }

    public IReadOnlyList<string> EntityTypes { get; init; } = [];

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

/// <summary>A search over all integrations.</summary>
/// <param name="Each">What each integration is asked.</param>
public sealed record GlobalSearchRequest(SearchRequest Each)
{
    /// <summary>Empty means all that the caller may search.</summary>
    public IReadOnlyList<Guid> Integrations { get; init; } = [];
}

/// <param name="Total">All matches, where the vendor tells.</param>
public sealed record SearchHits(IReadOnlyList<ExternalEntity> Items, int? Total, bool HasMore)
{
    /// <summary>When it was found, for what is shown in place of an answer that did not come; null for fresh results.</summary>
    public DateTimeOffset? FoundAt { get; init; }

    /// <summary>Why there is no fresh answer, or why this is only a part of it; null when all is well.</summary>
    public Failure? Trouble { get; init; }

    /// <summary>The code of a <see cref="Trouble"/> that left a part out; the rest is fresh.</summary>
    public const string PartlyCode = PartlyRead.Code;

    public static SearchHits None { get; } = new([], 0, HasMore: false);
}

public enum SearchStatus
{
    Ok,
    Timeout,
    Error,
    RateLimited,
    Reconnect,
}

/// <summary>What one integration contributed to a search over all.</summary>
/// <param name="Hits">With another status than Ok: what was last found, if it is remembered; <see cref="SearchHits.FoundAt"/> says when.</param>
public sealed record SearchOutcome(Guid InstanceId, string InstanceName, string ProviderKey, SearchStatus Status, SearchHits Hits, Failure? Failure, TimeSpan Took);

public sealed class SearchOptions
{
    public const string Section = "Search";

    /// <summary>When a search over all integrations answers with what it has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(5);
}

internal static class SearchFailures
{
    public static Failure SwitchedOff(string name) =>
        Failure.Conflict("search.disabled", $"Search is switched off for '{name}'. An administrator can switch it on in its settings.");

    public static Failure NotSearchable(string vendor) =>
        Failure.Invalid("search.not_supported", $"{vendor} cannot be searched.");
}
