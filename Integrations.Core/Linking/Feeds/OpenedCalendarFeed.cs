namespace Integrations.Core.Linking.Feeds;

/// <param name="Organization">Its name: what the calendar is called.</param>
/// <param name="Meetings">By start, then by id; at most <see cref="CalendarFeedService.MostMeetings"/>.</param>
public sealed record OpenedCalendarFeed(string Organization, IReadOnlyList<FeedMeeting> Meetings);
