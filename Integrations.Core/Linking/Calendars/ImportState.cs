namespace Integrations.Core.Linking.Calendars;

/// <summary>What would come of an event of a calendar.</summary>
public enum ImportState
{
    /// <summary>A meeting would be made of it.</summary>
    New,

    /// <summary>There is a meeting with its title at its time; one more can be made of it.</summary>
    Alike,

    /// <summary>It was imported, or a meeting is linked to it: it is left out.</summary>
    There,

    /// <summary>It takes whole days and is no meeting: it is left out.</summary>
    WholeDay,

    /// <summary>Left out.</summary>
    Cancelled,

    /// <summary>It has no start and end, or lasts longer than meetings may: it is left out.</summary>
    NoTime,
}
