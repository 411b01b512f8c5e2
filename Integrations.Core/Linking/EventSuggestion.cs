using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking;

/// <summary>An event that a meeting probably is.</summary>
/// <param name="Score">0 to 1; for ordering only.</param>
/// <param name="Reason">For people: "same time, 3 of 4 attendees".</param>
public sealed record EventSuggestion(ExternalEntity Event, double Score, string Reason);
