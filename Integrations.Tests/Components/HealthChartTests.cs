using Bunit;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Home;

namespace Integrations.Tests.Components;

public sealed class HealthChartTests : ComponentContext
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Chart_IsATableForScreenReaders_AndItsDrawingIsNotHeard()
    {
        var chart = Render<HealthChart>(parameters => parameters.Add(c => c.Slices, Slices(24, TimeSpan.FromHours(1))).Add(c => c.Slice, TimeSpan.FromHours(1)));

        Assert.Equal("true", chart.Find(".health-chart").GetAttribute("aria-hidden"));
        // Slices without a call are left out.
        Assert.Equal(23, chart.FindAll("table tbody tr").Count);
        Assert.Equal(["1", "0"], chart.FindAll("table tbody tr:first-child td").Skip(1).Select(cell => cell.TextContent));
        Assert.Contains("276", chart.Find(".legend").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24, 1, "00:00", "04:00")]
    [InlineData(28, 6, "4 Mar", "5 Mar")]
    [InlineData(30, 24, "4 Mar", "9 Mar")]
    public void Labels_AreOneForEachBucket_AndMostSayNothing(int slices, int hours, string first, string second)
    {
        using var english = new Speaking("en");
        var length = TimeSpan.FromHours(hours);
        var labels = Render<HealthChart>(parameters => parameters.Add(c => c.Slices, Slices(slices, length)).Add(c => c.Slice, length)).Instance.Labels;

        Assert.Equal(slices, labels.Length);
        Assert.Equal([first, second], labels.Where(label => label.Length > 0).Take(2));
        Assert.InRange(labels.Count(label => label.Length > 0), 5, 6);
    }

    [Fact]
    public void NoCalls_AreSaid()
    {
        using var german = new Speaking("de");
        var chart = Render<HealthChart>(parameters => parameters.Add(c => c.Slices, [new UsageSlice(Start, 0, 0)]).Add(c => c.Slice, TimeSpan.FromHours(1)));

        Assert.Equal("Keine Aufrufe in diesem Zeitraum.", chart.Find("p").TextContent);
    }

    [Theory]
    [InlineData("en", null, "–")]
    [InlineData("en", 420, "420 ms")]
    [InlineData("en", 1_640, "1.6 s")]
    [InlineData("de", 1_640, "1,6 s")]
    [InlineData("en", 10_000, "10 s or more")]
    public void Times_AreInWords(string language, int? milliseconds, string words)
    {
        using var speaking = new Speaking(language);

        Assert.Equal(words, HealthLabels.Within(milliseconds));
    }

    private static List<UsageSlice> Slices(int count, TimeSpan length) => [.. Enumerable.Range(0, count).Select(index => new UsageSlice(Start + (index * length), index, 0))];
}
