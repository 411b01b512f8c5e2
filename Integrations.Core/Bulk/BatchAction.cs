namespace Integrations.Core.Bulk;

/// <summary>What is done to each integration of a batch.</summary>
public enum BatchAction
{
    /// <summary>Ends the pause of each.</summary>
    Enable,

    /// <summary>Pauses each: everything is kept, and nothing is sent.</summary>
    Disable,

    /// <summary>Calls each vendor with its connection, and changes nothing there.</summary>
    Test,

    /// <summary>Ends every living connection: the organization's, and each person's own (SECURITY O13).</summary>
    Disconnect,

    /// <summary>Removes each with its connections.</summary>
    Delete,
}
