namespace Integrations.Core.Activity;

/// <summary>Calls of one integration in one hour: charts and usage figures read these, not a million rows.</summary>
public sealed class UsageHour
{
    public Guid InstanceId { get; init; }

    public Guid OrganizationId { get; init; }

    /// <summary>The hour's first moment, UTC.</summary>
    public DateTimeOffset Hour { get; init; }

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public long DurationMs { get; set; }

    /// <summary>Those of the calls that were actions (003's usage statistics count these).</summary>
    public int ActionsSucceeded { get; set; }

    public int ActionsFailed { get; set; }
}
