using Integrations.Primitives;

namespace Integrations.Core.Linking.Calendars;

/// <summary>Which events are to become meetings.</summary>
/// <param name="IntegrationId">A connected calendar of the caller.</param>
/// <param name="EventIds">The vendor's ids, 1 to 500, out of a preview of the same range.</param>
public sealed record ImportRequest(Guid IntegrationId, CalendarRange Range, IReadOnlyCollection<string> EventIds)
{
    /// <summary>Of one request; more give <c>validation</c>.</summary>
    public const int MostEvents = 500;

    internal Failure? Validate() =>
        Range.Validate()
        ?? (EventIds.Count is 0 or > MostEvents ? Failure.InvalidField("eventIds", $"Choose 1 to {MostEvents} events.") : null);
}
