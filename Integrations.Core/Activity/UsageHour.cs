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
}
