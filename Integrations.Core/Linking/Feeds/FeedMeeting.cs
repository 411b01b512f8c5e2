namespace Integrations.Core.Linking.Feeds;

/// <summary>A meeting as a calendar is told it. Times are UTC.</summary>
/// <param name="Notes">At most <see cref="CalendarFeedService.MostNotes"/> characters.</param>
/// <param name="Version">Grows with every change.</param>
/// <param name="Attendees">Those whom the reader may see, by name; none where the feed has <see cref="CalendarFeedService.MostAttendees"/> before it.</param>
public sealed record FeedMeeting(
    Guid Id,
    string Title,
    string? Notes,
    string? Location,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    IReadOnlyList<MeetingPerson> Attendees,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    int Version);
