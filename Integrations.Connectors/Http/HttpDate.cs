using System.Globalization;

namespace Integrations.Connectors.Http;

/// <summary>A time in a header, in any of the three forms of RFC 9110 section 5.6.7; recipients must take all of them.</summary>
internal static class HttpDate
{
    private static readonly string[] FourDigitYears =
    [
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        // asctime; a day of one digit has a blank before it.
        "ddd MMM d HH:mm:ss yyyy",
    ];

    // RFC 850, obsolete.
    private const string TwoDigitYear = "dddd, dd-MMM-yy HH:mm:ss 'GMT'";

    private const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowInnerWhite;

    /// <param name="text">What the header holds; times that are written in another usual way are taken too.</param>
    /// <param name="now">Two digits of a year that seem to lie more than 50 years ahead mean the latest such year in the past.</param>
    /// <param name="time">In UTC.</param>
    public static bool TryParse(string? text, DateTimeOffset now, out DateTimeOffset time)
    {
        var given = text?.Trim();
        return TryTwoDigits(given, now, out time)
            || DateTimeOffset.TryParseExact(given, FourDigitYears, CultureInfo.InvariantCulture, Styles, out time)
            || DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, Styles, out time);
    }

    /// <summary>
    /// Parsed without the name of the day: it belongs to the year that was meant, and .NET compares it with the year that it
    /// guesses from two digits.
    /// </summary>
    private static bool TryTwoDigits(string? text, DateTimeOffset now, out DateTimeOffset time)
    {
        time = default;
        var comma = text?.IndexOf(',', StringComparison.Ordinal) ?? -1;
        if (comma <= 0 || !DateTimeFormatInfo.InvariantInfo.DayNames.Contains(text![..comma], StringComparer.OrdinalIgnoreCase)
            || !DateTimeOffset.TryParseExact(text[(comma + 1)..].Trim(), TwoDigitYear["dddd, ".Length..], CultureInfo.InvariantCulture, Styles, out var guessed))
        {
            return false;
        }

        var year = now.Year - (now.Year % 100) + (guessed.Year % 100);
        year = year > now.Year + 50 ? year - 100 : year;
        // The 29th of February of a year that has none is no time at all.
        if (guessed.Day > DateTime.DaysInMonth(year, guessed.Month))
        {
            return false;
        }

        time = new DateTimeOffset(year, guessed.Month, guessed.Day, guessed.Hour, guessed.Minute, guessed.Second, TimeSpan.Zero);
        return true;
    }
}
