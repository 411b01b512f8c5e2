using System.Globalization;
using Integrations.Web.Localization;

namespace Integrations.Web.Components.Shared;

/// <summary>Times in a person's own zone, in words.</summary>
internal static class Times
{
    private static CultureInfo Culture => Text.Formats;

    public static DateTime Local(this TimeZoneInfo zone, DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).DateTime;

    public static DateOnly Day(this TimeZoneInfo zone, DateTimeOffset time) => DateOnly.FromDateTime(zone.Local(time));

    /// <summary>The first moment of a day there.</summary>
    public static DateTimeOffset StartOf(this TimeZoneInfo zone, DateOnly day) => zone.At(day, TimeOnly.MinValue);

    /// <summary>A clock time there. One that the change to summer time skips moves on by the length of the gap.</summary>
    public static DateTimeOffset At(this TimeZoneInfo zone, DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary><c>10:00 – 10:30</c>; with the second day's name where it ends on another.</summary>
    public static string Range(this TimeZoneInfo zone, DateTimeOffset start, DateTimeOffset end)
    {
        var (from, to) = (zone.Local(start), zone.Local(end));
        return from.Date == to.Date ? $"{from:HH:mm} – {to:HH:mm}" : $"{from:HH:mm} – {to.ToString("ddd HH:mm", Culture)}";
    }

    /// <summary><c>Today</c>, <c>Tomorrow</c>, <c>Yesterday</c>; null for other days.</summary>
    public static string? Nearness(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        0 => Text.T("Today"),
        1 => Text.T("Tomorrow"),
        -1 => Text.T("Yesterday"),
        _ => null,
    };

    /// <summary><c>Saturday 21 November</c>, with the year where it is not this one.</summary>
    public static string LongDay(DateOnly day, DateOnly today) =>
        day.ToString(day.Year == today.Year ? Text.T("dddd d MMMM") : Text.T("dddd d MMMM yyyy"), Culture);

    /// <summary><c>Sat 21 Nov</c>.</summary>
    public static string ShortDay(DateOnly day) => day.ToString(Text.T("ddd d MMM"), Culture);

    /// <summary>The exact time with its zone, for a title.</summary>
    public static string Exact(this TimeZoneInfo zone, DateTimeOffset time) =>
        $"{zone.Local(time).ToString(Text.T("ddd d MMM yyyy, HH:mm"), Culture)} ({zone.Id})";
}
