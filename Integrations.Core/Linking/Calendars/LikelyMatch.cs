using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking.Calendars;

/// <summary>A meeting without a link, and the event that it probably is.</summary>
/// <param name="Source">The calendar that the event is in.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Reason">For people: "same time, 3 of 4 attendees".</param>
public sealed record LikelyMatch(MeetingDetails Meeting, LinkSource Source, ExternalEntity Event, double Score, string Reason)
{
    private const double Sure = 0.7;

    /// <summary>Likely enough to be ticked before a person has looked.</summary>
    public bool IsStrong => Score >= Sure;
}
