using Integrations.Connectors.Entities;

namespace Integrations.Core.Linking.Calendars;

/// <summary>A meeting without a link, and the event that it probably is.</summary>
/// <param name="Source">The calendar that the event is in.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Reasons">What speaks for it: time first, then title and people.</param>
public sealed record LikelyMatch(MeetingDetails Meeting, LinkSource Source, ExternalEntity Event, double Score, IReadOnlyList<MatchReason> Reasons)
{
    private const double Sure = 0.7;

    /// <summary>Likely enough to be ticked before a person has looked.</summary>
    public bool IsStrong => Score >= Sure;
}
