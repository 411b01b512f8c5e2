namespace Integrations.Core.Linking;

/// <summary>Why an event is probably the one that a meeting is. What the numbers say is beside each.</summary>
public enum MatchEvidence
{
    /// <summary>One of them takes the whole day.</summary>
    SameDay,
    SameTime,
    SameStart,

    /// <summary>For so many minutes.</summary>
    Overlaps,

    /// <summary>The event starts so many minutes after the meeting.</summary>
    StartsLater,

    /// <summary>The event starts so many minutes before the meeting.</summary>
    StartsEarlier,
    SameTitle,
    SimilarTitle,

    /// <summary>The meeting's only one.</summary>
    SameAttendee,

    /// <summary>So many.</summary>
    AllAttendees,

    /// <summary>So many, and of how many.</summary>
    SomeAttendees,
}
