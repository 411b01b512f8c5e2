namespace Integrations.Core.Activity;

/// <summary>What was done through one integration in one hour: charts and usage figures read these, not a million rows.</summary>
public sealed class UsageHour
{
    /// <summary>With <see cref="Hour"/> the row's key.</summary>
    public Guid InstanceId { get; init; }

    /// <summary>The integration's tenant; callers reach it by the integrations that they see (SECURITY A1).</summary>
    public Guid OrganizationId { get; init; }

    /// <summary>The hour's first moment, UTC.</summary>
    public DateTimeOffset Hour { get; init; }

    /// <summary>What succeeded, of whatever kind (<see cref="ActivityTypes"/>).</summary>
    public int Succeeded { get; set; }

    /// <summary>What did not.</summary>
    public int Failed { get; set; }

    /// <summary>Milliseconds of all of them together; divided by their number, the mean.</summary>
    public long DurationMs { get; set; }

    /// <summary>Those that succeeded and were actions (003's usage statistics count these).</summary>
    public int ActionsSucceeded { get; set; }

    /// <summary>Those that failed and were actions.</summary>
    public int ActionsFailed { get; set; }

    /// <summary>Those that succeeded and were calls of the vendor (<see cref="ActivityTypes.IsCall"/>). Hours from before calls were counted have all that succeeded.</summary>
    public int CallsSucceeded { get; set; }

    /// <summary>Those that failed and were calls of the vendor; in hours from before calls were counted all that failed.</summary>
    public int CallsFailed { get; set; }

    /// <summary>Calls of the vendor that took at most 50 ms (<see cref="CallTimes"/>). Hours from before times were counted have none in any step.</summary>
    public int Within50 { get; set; }

    /// <summary>Calls of the vendor that took more than 50 ms and at most 100 ms.</summary>
    public int Within100 { get; set; }

    /// <summary>Calls of the vendor that took more than 100 ms and at most 200 ms.</summary>
    public int Within200 { get; set; }

    /// <summary>Calls of the vendor that took more than 200 ms and at most 300 ms.</summary>
    public int Within300 { get; set; }

    /// <summary>Calls of the vendor that took more than 300 ms and at most 500 ms.</summary>
    public int Within500 { get; set; }

    /// <summary>Calls of the vendor that took more than 500 ms and at most 750 ms.</summary>
    public int Within750 { get; set; }

    /// <summary>Calls of the vendor that took more than 750 ms and at most 1,000 ms.</summary>
    public int Within1000 { get; set; }

    /// <summary>Calls of the vendor that took more than 1,000 ms and at most 1,500 ms.</summary>
    public int Within1500 { get; set; }

    /// <summary>Calls of the vendor that took more than 1,500 ms and at most 2,500 ms.</summary>
    public int Within2500 { get; set; }

    /// <summary>Calls of the vendor that took more than 2,500 ms and at most 5,000 ms.</summary>
    public int Within5000 { get; set; }

    /// <summary>Calls of the vendor that took more than 5,000 ms and at most 10,000 ms.</summary>
    public int Within10000 { get; set; }

    /// <summary>Calls of the vendor that took more than 10,000 ms.</summary>
    public int Slower { get; set; }
}
