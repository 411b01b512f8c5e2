namespace Integrations.Core.Bulk;

/// <summary>What is done to each integration of a batch.</summary>
public enum BatchAction
{
    Enable,
    Disable,
    Test,

    /// <summary>Ends every living connection: the organization's, and each person's own (SECURITY O13).</summary>
    Disconnect,
    Delete,
}
