namespace Integrations.Core.Management;

/// <summary>How far back a chart looks.</summary>
public enum UsagePeriod
{
    /// <summary>The last hour, in slices of five minutes.</summary>
    Hour,

    /// <summary>The last 24 hours, in slices of an hour.</summary>
    Day,

    /// <summary>The last seven days, in slices of six hours.</summary>
    Week,

    /// <summary>The last thirty days, in slices of a day.</summary>
    Month,
}
