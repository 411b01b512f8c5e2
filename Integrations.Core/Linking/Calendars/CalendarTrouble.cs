using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>A calendar that did not answer, or a meeting that could not be linked.</summary>
/// <param name="Name">The integration's name, or the meeting's title.</param>
public sealed record CalendarTrouble(string Name, Failure Failure);
