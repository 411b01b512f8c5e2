namespace Integrations.Core.Search;

/// <summary>A search over all integrations.</summary>
/// <param name="Each">What each integration is asked.</param>
public sealed record GlobalSearchRequest(SearchRequest Each)
{
    /// <summary>Empty means all that the caller may search.</summary>
    public IReadOnlyList<Guid> Integrations { get; init; } = [];
}
