namespace Integrations.Core.Management;

/// <summary>How periods of charts are cut: in slices that begin at whole ones of UTC, the last of which is the present one.</summary>
internal static class UsageSlices
{
    public static (DateTimeOffset Start, DateTimeOffset End, TimeSpan Slice) Of(UsagePeriod period, DateTimeOffset now)
    {
        var (length, slice) = period switch
        {
            UsagePeriod.Hour => (TimeSpan.FromHours(1), TimeSpan.FromMinutes(5)),
            UsagePeriod.Day => (TimeSpan.FromDays(1), TimeSpan.FromHours(1)),
            UsagePeriod.Week => (TimeSpan.FromDays(7), TimeSpan.FromHours(6)),
            _ => (TimeSpan.FromDays(30), TimeSpan.FromDays(1)),
        };
        var end = Floor(now, slice) + slice;
        return (end - length, end, slice);
    }

    /// <summary>The first moment of each slice, oldest first.</summary>
    public static IEnumerable<DateTimeOffset> Starts(DateTimeOffset start, DateTimeOffset end, TimeSpan slice) =>
        Enumerable.Range(0, (int)((end - start) / slice)).Select(n => start + (n * slice));

    /// <summary>The first moment of the slice that a time is in.</summary>
    public static DateTimeOffset Floor(DateTimeOffset time, TimeSpan slice) => new(time.UtcTicks - (time.UtcTicks % slice.Ticks), TimeSpan.Zero);
}
