using Bunit;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Home;

namespace Integrations.Tests.Components;

public sealed class UsageChartTests : ComponentContext
{
    private static readonly DateTimeOffset Start = new(2026, 3, 4, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Chart_IsATableForScreenReaders_AndItsDrawingIsNotHeard()
    {
        var chart = Render<UsageChart>(parameters => parameters.Add(c => c.Slices, Slices(24, TimeSpan.FromHours(1))).Add(c => c.Slice, TimeSpan.FromHours(1)));

        Assert.Equal("true", chart.Find(".chart").GetAttribute("aria-hidden"));
        // Slices without a call are left out.
        Assert.Equal(23, chart.FindAll("table tbody tr").Count);
        Assert.Equal(["1", "0"], chart.FindAll("table tbody tr:first-child td").Skip(1).Select(cell => cell.TextContent));
        Assert.Contains("276", chart.Find(".legend").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(24, 1, "00:00", "04:00")]
    [InlineData(28, 6, "4 Mar", "5 Mar")]
    [InlineData(30, 24, "4 Mar", "9 Mar")]
    public void Labels_StandUnderTheirBuckets_AndNoneRunsIntoTheNext(int slices, int hours, string first, string second)
    {
        using var english = new Speaking("en");
        var length = TimeSpan.FromHours(hours);
        var chart = Render<UsageChart>(parameters => parameters.Add(c => c.Slices, Slices(slices, length)).Add(c => c.Slice, length));

        var labels = chart.FindAll(".axis span");
        Assert.Equal(slices, chart.FindAll(".bar").Count);
        Assert.Equal([first, second], labels.Select(label => label.TextContent).Take(2));
        Assert.InRange(labels.Count, 5, 6);
        Assert.StartsWith("grid-column:1 / span ", labels[0].GetAttribute("style"), StringComparison.Ordinal);
    }

    [Fact]
    public void Bar_SaysItsFigures_AndStandsOnTheScale()
    {
        using var english = new Speaking("en");
        var chart = Render<UsageChart>(parameters => parameters.Add(c => c.Slices, [new UsageSlice(Start, 15, 5), new UsageSlice(Start.AddHours(1), 0, 0)]).Add(c => c.Slice, TimeSpan.FromHours(1)));

        var bars = chart.FindAll(".bar");
        Assert.EndsWith(": 15 succeeded, 5 failed", bars[0].GetAttribute("title"), StringComparison.Ordinal);
        Assert.Equal(["height:25%", "height:75%"], bars[0].Children.Select(part => part.GetAttribute("style")));
        // Nothing is drawn where nothing was called.
        Assert.Empty(bars[1].Children);
        Assert.Equal(["0", "10", "20"], chart.FindAll(".tick").Select(tick => tick.TextContent));
    }

    [Fact]
    public void Strip_IsThreeShapes_HoweverManySlices()
    {
        var strip = Render<HealthStrip>(parameters => parameters.Add(s => s.Slices, [new UsageSlice(Start, 0, 0), new UsageSlice(Start, 3, 1), new UsageSlice(Start, 1, 0), new UsageSlice(Start, 99, 1)]));

        Assert.Equal(
            ["M0 16v-16h3v16z", "M4 16v-16h3v16zM8 16v-16h3v16zM12 16v-16h3v16z", "M4 16v-4h3v4zM12 16v-3h3v3z"],
            strip.FindAll("path").Select(path => path.GetAttribute("d")));
        Assert.Equal("0 0 16 16", strip.Find("svg").GetAttribute("viewBox"));
    }

    [Fact]
    public void NoCalls_AreSaid()
    {
        using var german = new Speaking("de");
        var chart = Render<UsageChart>(parameters => parameters.Add(c => c.Slices, [new UsageSlice(Start, 0, 0)]).Add(c => c.Slice, TimeSpan.FromHours(1)));

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
