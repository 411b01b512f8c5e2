namespace Integrations.Core.Linking;

internal static class MeetingQueries
{
    /// <summary>Each meeting with its people, by name.</summary>
    public static IQueryable<MeetingDetails> WithPeople(this IQueryable<Meeting> meetings) => meetings.Select(meeting => new MeetingDetails(
        meeting.Id,
        meeting.Title,
        meeting.Notes,
        meeting.Location,
        meeting.StartsAt,
        meeting.EndsAt,
        meeting.Attendees.OrderBy(a => a.Person!.Name).ThenBy(a => a.PersonId).Select(a => new MeetingPerson(a.PersonId, a.Person!.Name, a.Person.Email)).ToList(),
        meeting.Version));
}
