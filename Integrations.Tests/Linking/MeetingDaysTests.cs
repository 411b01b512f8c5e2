using System.Globalization;
using Integrations.Web.Components.Shared;
using Integrations.Web.Features.Meetings;

namespace Integrations.Tests.Linking;

public sealed class MeetingDaysTests
{
    [Theory]
    [InlineData("2026-03-04", "2026-03-04")]
    [InlineData("9999-12-31", "2200-12-31")]
    [InlineData("0001-01-01", "1900-01-01")]
    [InlineData("2026-13-01", null)]
    [InlineData("tomorrow", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Day_OfAnAddress_IsOneOfTheseCenturies(string? text, string? day) =>
        Assert.Equal(day, MeetingDays.Read(text)?.ToString(MeetingDays.Format, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("9999-12-31")]
    [InlineData("0001-01-01")]
    public void WeeksAroundTheLastDays_AreDaysToo(string text)
    {
        var day = MeetingDays.Read(text)!.Value;

        Assert.All(new[] { -14, 0, 35 }, days => Assert.Equal(day.AddDays(days), TimeZoneInfo.Utc.Day(TimeZoneInfo.Utc.StartOf(day.AddDays(days)))));
    }
}
