namespace Integrations.Core.Management;

/// <summary>How far back a chart looks.</summary>
public enum UsagePeriod
{
    Hour,
    Day,
    Week,
    Month,
}
