using Integrations.Primitives;

namespace Integrations.Core.Search;

/// <summary>What one integration contributed to a search over all.</summary>
/// <param name="Hits">With another status than Ok: what was last found, if it is remembered; <see cref="SearchHits.FoundAt"/> says when.</param>
public sealed record SearchOutcome(Guid InstanceId, string InstanceName, string ProviderKey, SearchStatus Status, SearchHits Hits, Failure? Failure, TimeSpan Took);
