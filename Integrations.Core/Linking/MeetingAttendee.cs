namespace Integrations.Core.Linking;

public sealed class MeetingAttendee
{
    public Guid MeetingId { get; init; }

    public Guid PersonId { get; init; }

    public Person? Person { get; init; }
}
