namespace Integrations.Core.Activity;

/// <summary>Calls of one integration in one hour: charts and usage figures read these, not a million rows.</summary>
public sealed class UsageHour
{
    /// <summary>With <see cref="Hour"/> the row's key.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The hour's first moment, UTC.</summary>
    public DateTimeOffset Hour { get; init; }

    /// <summary>Calls that did what was asked.</summary>
    public int Succeeded { get; set; }

    /// <summary>Calls that did not.</summary>
    public int Failed { get; set; }

    /// <summary>Milliseconds of all of them together; divided by their number, the mean.</summary>
    public long DurationMs { get; set; }

    /// <summary>Those of the calls that were actions (003's usage statistics count these).</summary>
    public int ActionsSucceeded { get; set; }

    /// <summary>Those of the failed calls that were actions.</summary>
    public int ActionsFailed { get; set; }

    /// <summary>How many calls took at most 50 ms, and then how many longer than that and at most as long as each name says (<see cref="CallTimes"/>). Hours from before these were counted have none.</summary>
    public int Within50 { get; set; }

    public int Within100 { get; set; }

    public int Within200 { get; set; }

    public int Within300 { get; set; }

    public int Within500 { get; set; }

    public int Within750 { get; set; }

    public int Within1000 { get; set; }

    public int Within1500 { get; set; }

    public int Within2500 { get; set; }

    public int Within5000 { get; set; }

    public int Within10000 { get; set; }

    /// <summary>Longer than 10 seconds.</summary>
    public int Slower { get; set; }
}
