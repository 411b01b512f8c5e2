namespace Integrations.Core.Linking.Calendars;

/// <summary>What was found for the meetings of some days.</summary>
/// <param name="Found">By the meetings' start; each meeting and each event once.</param>
/// <param name="Unlinked">How many meetings have no link.</param>
/// <param name="Calendars">How many calendars were asked.</param>
/// <param name="Troubles">Those that did not answer, or only in part, by name.</param>
public sealed record LikelyMatches(IReadOnlyList<LikelyMatch> Found, int Unlinked, int Calendars, IReadOnlyList<CalendarTrouble> Troubles);
