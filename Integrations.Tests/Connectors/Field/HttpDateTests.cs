using Integrations.Connectors.Http;

namespace Integrations.Tests.Connectors.Field;

public sealed class HttpDateTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 8, 49, 7, TimeSpan.Zero);

    [Theory, Proves("R4")]
    [InlineData("Sat, 28 Nov 2026 08:49:37 GMT", 30)]
    [InlineData("Saturday, 28-Nov-26 08:49:37 GMT", 30)]
    [InlineData("Sat Nov 28 08:49:37 2026", 30)]
    [InlineData("Tue Dec  1 08:49:07 2026", 3 * 24 * 3600)]
    [InlineData("Sunday, 06-Nov-94 08:49:37 GMT", 0)]
    [InlineData("Sun Nov  6 08:49:37 1994", 0)]
    [InlineData("120", 120)]
    [InlineData("1.5", 1.5)]
    public void RetryAfter_InEveryFormOfRfc9110_TellsTheWait(string header, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), VendorFailures.ParseRetryAfter(header, Now));

    [Theory, Proves("R4")]
    [InlineData("tomorrow")]
    [InlineData("Monday, 30-Feb-26 08:49:37 GMT")]
    [InlineData("-5")]
    [InlineData("")]
    public void RetryAfter_ThatIsNone_TellsNothing(string header) => Assert.Null(VendorFailures.ParseRetryAfter(header, Now));

    [Fact]
    public void TwoDigitsOfAYear_MoreThanFiftyYearsAhead_MeanThePast()
    {
        Assert.True(HttpDate.TryParse("Friday, 28-Nov-76 00:00:00 GMT", Now, out var ahead));
        Assert.True(HttpDate.TryParse("Monday, 28-Nov-77 00:00:00 GMT", Now, out var past));

        Assert.Equal((2076, 1977), (ahead.Year, past.Year));
    }
}
