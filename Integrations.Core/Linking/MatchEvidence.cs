namespace Integrations.Core.Linking;

/// <summary>Why an event is probably the one that a meeting is. What the numbers say is beside each.</summary>
public enum MatchEvidence
{
    /// <summary>One of them takes the whole day.</summary>
    SameDay,

    /// <summary>Both start and end at the same moments.</summary>
    SameTime,

    /// <summary>Both start at the same moment.</summary>
    SameStart,

    /// <summary>For so many minutes.</summary>
    Overlaps,

    /// <summary>The event starts so many minutes after the meeting.</summary>
    StartsLater,

    /// <summary>The event starts so many minutes before the meeting.</summary>
    StartsEarlier,

    /// <summary>The same words that mean something.</summary>
    SameTitle,

    /// <summary>At least half of the words.</summary>
    SimilarTitle,

    /// <summary>The meeting's only one.</summary>
    SameAttendee,

    /// <summary>So many.</summary>
    AllAttendees,

    /// <summary>So many, and of how many.</summary>
    SomeAttendees,
}
