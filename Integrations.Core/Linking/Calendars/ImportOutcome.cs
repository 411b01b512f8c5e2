using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>What came of an import.</summary>
/// <param name="Imported">Events of which a meeting was made, by their ids.</param>
/// <param name="There">Those that were there already.</param>
/// <param name="Missing">Those of which none was made: the vendor failed before them, or does not have them any more.</param>
/// <param name="Trouble">Why some are missing; null where the vendor answered.</param>
public sealed record ImportOutcome(IReadOnlyList<string> Imported, IReadOnlyList<string> There, IReadOnlyList<string> Missing, Failure? Trouble);
