namespace Integrations.Core.Setup;

/// <summary>How a line of the checklist stands.</summary>
public enum ChecklistState
{
    /// <summary>In order.</summary>
    Done,

    /// <summary>Nothing is to be done; it is good to know.</summary>
    Info,

    /// <summary>Not done yet, or not needed here.</summary>
    Open,

    /// <summary>Works, or may work; look at it.</summary>
    Attention,

    /// <summary>Does not work.</summary>
    Wrong,
}
