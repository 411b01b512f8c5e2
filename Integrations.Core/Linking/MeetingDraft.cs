using Integrations.Primitives;

namespace Integrations.Core.Linking;

/// <summary>What a person can say about a meeting.</summary>
/// <param name="Title">1 to 200 characters.</param>
/// <param name="StartsAt">Any offset; kept as UTC.</param>
/// <param name="EndsAt">After the start, at most 31 days later.</param>
public sealed record MeetingDraft(string Title, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(31);

    /// <summary>At most 200 characters.</summary>
    public string? Location { get; init; }

    /// <summary>At most 4,000 characters, plain text.</summary>
    public string? Notes { get; init; }

    /// <summary>Ids of the organization's people, at most 200.</summary>
    public IReadOnlyList<Guid> Attendees { get; init; } = [];

    internal Failure? Validate() =>
        !Text.IsVisible(Title) ? Failure.InvalidField("title", "A meeting needs a title.")
        : Title.Trim().Length > Meeting.TitleMaxLength ? Failure.InvalidField("title", $"The title may have at most {Meeting.TitleMaxLength} characters.")
        : EndsAt <= StartsAt ? Failure.InvalidField("endsAt", "The end must be after the start.")
        : EndsAt - StartsAt > Longest ? Failure.InvalidField("endsAt", "A meeting may last at most 31 days.")
        : Location?.Length > Meeting.LocationMaxLength ? Failure.InvalidField("location", $"The place may have at most {Meeting.LocationMaxLength} characters.")
        : Notes?.Length > Meeting.NotesMaxLength ? Failure.InvalidField("notes", $"The notes may have at most {Meeting.NotesMaxLength} characters.")
        : Attendees.Distinct().Count() > Meeting.MaxAttendees ? Failure.InvalidField("attendees", $"A meeting may have at most {Meeting.MaxAttendees} attendees.")
        : null;

    internal void Fill(Meeting meeting)
    {
        meeting.Title = Text.Cut(TextMatch.Canonical(Title.Trim()), Meeting.TitleMaxLength);
        meeting.StartsAt = StartsAt.ToUniversalTime();
        meeting.EndsAt = EndsAt.ToUniversalTime();
        meeting.Location = Blank.ToNull(Location);
        meeting.Notes = Blank.ToNull(Notes);

        var wanted = Attendees.ToHashSet();
        foreach (var gone in meeting.Attendees.Where(attendee => !wanted.Contains(attendee.PersonId)).ToList())
        {
            meeting.Attendees.Remove(gone);
        }

        foreach (var added in wanted.Except(meeting.Attendees.Select(attendee => attendee.PersonId)).ToList())
        {
            meeting.Attendees.Add(new MeetingAttendee { MeetingId = meeting.Id, PersonId = added });
        }
    }
}
