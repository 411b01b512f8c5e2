using System.Globalization;
using Integrations.Primitives;

namespace Integrations.Web.Hosting.Requests;

/// <summary>Dates and moments as clients send them: ISO 8601, a day or a moment; without an offset they are UTC.</summary>
internal static class RequestDates
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>From the beginning of a day, or from a moment on. Null for nothing given.</summary>
    public static Result<DateTimeOffset?> From(string field, string? text) => Read(field, text, dayEnds: false);

    /// <summary>To the end of a day, or before a moment: the first moment that no longer counts.</summary>
    public static Result<DateTimeOffset?> Until(string field, string? text) => Read(field, text, dayEnds: true);

    private static Result<DateTimeOffset?> Read(string field, string? text, bool dayEnds)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Result<DateTimeOffset?>.Success(null);
        }

        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            return new DateTimeOffset((dayEnds ? day.AddDays(1) : day).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        }

        // Only what begins with a full date: the parser alone would take "12:00" for today.
        return text.Length > Day.Length
            && DateOnly.TryParseExact(text.AsSpan(0, Day.Length), Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var moment)
                ? moment
                : Failure.InvalidField(field, $"{field} must be a date such as 2024-01-31 or a moment such as 2024-01-31T09:00:00Z.");
    }
}
