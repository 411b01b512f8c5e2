using System.Globalization;

namespace Integrations.Web.Features.Meetings;

/// <summary>
/// Days as they stand in an address. One that is far away is led to the nearest of these centuries, so that the weeks before and after
/// it are days too, in every zone.
/// </summary>
internal static class MeetingDays
{
    public const string Format = "yyyy-MM-dd";

    public static DateOnly Earliest { get; } = new(1900, 1, 1);

    public static DateOnly Latest { get; } = new(2200, 12, 31);

    /// <returns>Null for what is no day.</returns>
    public static DateOnly? Read(string? text) =>
        !DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? null
        : day < Earliest ? Earliest
        : day > Latest ? Latest
        : day;
}
