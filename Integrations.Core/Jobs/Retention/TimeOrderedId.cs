namespace Integrations.Core.Jobs.Retention;

/// <summary>
/// Ids of the hub are version-7 GUIDs: they begin with their time, in both databases' order. So the primary key finds what is old, and the
/// tables that grow fastest need no further index for retention.
/// </summary>
internal static class TimeOrderedId
{
    /// <summary>Ids are made a little before or after the time in their row.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>No row from before this time has a greater id.</summary>
    public static Guid After(DateTimeOffset time) => Guid.CreateVersion7(time + Slack);

    /// <summary>No row from after this time has a smaller id.</summary>
    public static Guid Before(DateTimeOffset time) => Guid.CreateVersion7(time - Slack);
}
