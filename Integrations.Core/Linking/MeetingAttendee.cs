namespace Integrations.Core.Linking;

/// <summary>That a person takes part in a meeting; it goes with either.</summary>
public sealed class MeetingAttendee
{
    /// <summary>With <see cref="PersonId"/> the row's key.</summary>
    public Guid MeetingId { get; init; }

    /// <summary>Of the same organization as the meeting.</summary>
    public Guid PersonId { get; init; }

    /// <summary>Null where it was not asked for with the row.</summary>
    public Person? Person { get; init; }
}
