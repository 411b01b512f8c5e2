namespace Integrations.Core.Linking;

/// <summary>Which meetings are wanted; all conditions together.</summary>
/// <param name="Text">Part of the title, without regard to case; null or empty for any.</param>
/// <param name="From">Meetings that end after this.</param>
/// <param name="To">Meetings that start before this.</param>
/// <param name="PersonId">Meetings that this person attends.</param>
public sealed record MeetingFilter(string? Text = null, DateTimeOffset? From = null, DateTimeOffset? To = null, Guid? PersonId = null)
{
    internal IQueryable<Meeting> Apply(IQueryable<Meeting> meetings)
    {
        if (From is { } from)
        {
            meetings = meetings.Where(meeting => meeting.EndsAt > from);
        }

        if (To is { } to)
        {
            meetings = meetings.Where(meeting => meeting.StartsAt < to);
        }

        if (PersonId is { } person)
        {
            meetings = meetings.Where(meeting => meeting.Attendees.Any(attendee => attendee.PersonId == person));
        }

        // SQL's upper() and a plain "contains": culture and comparison of the expression never run here.
#pragma warning disable CA1304, CA1311, CA1862
        return TextFilter.Of(Text) is { } needle
            ? meetings.Where(meeting => meeting.Title.ToUpper().Contains(needle))
            : meetings;
#pragma warning restore CA1304, CA1311, CA1862
    }
}
