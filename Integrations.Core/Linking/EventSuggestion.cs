using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking;

/// <summary>An event that a meeting probably is.</summary>
/// <param name="Score">0 to 1; for ordering only.</param>
/// <param name="Reasons">What speaks for it: time first, then title and people.</param>
public sealed record EventSuggestion(ExternalEntity Event, double Score, IReadOnlyList<MatchReason> Reasons);
