using Integrations.Web.Features.Home;

namespace Integrations.Tests.Components;

public sealed class HealthLabelsTests
{
    [Fact]
    public void Start_OfADay_IsThatDayOfUtc_AlsoWestOfIt()
    {
        var west = TimeZoneInfo.CreateCustomTimeZone("West", TimeSpan.FromHours(-8), "West", "West");
        var midnight = new DateTimeOffset(2026, 3, 5, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(HealthLabels.Start(midnight, TimeSpan.FromDays(1), TimeZoneInfo.Utc), HealthLabels.Start(midnight, TimeSpan.FromDays(1), west));
        Assert.NotEqual(HealthLabels.Start(midnight, TimeSpan.FromHours(6), TimeZoneInfo.Utc), HealthLabels.Start(midnight, TimeSpan.FromHours(6), west));
        Assert.Equal("16:00", HealthLabels.Start(midnight, TimeSpan.FromHours(1), west));
    }
}
