using System.Security.Cryptography;
using Integrations.Testing;
using Integrations.Tests.EndToEnd.Browser;
using Microsoft.Playwright;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>What the first page after sign-in costs someone whose browser has nothing of this hub yet: of the published program, which packs what it serves.</summary>
[Collection(InstallationCollection.Name)]
public sealed class ColdLoadTests(InstallationArchive archive, Chromium browser, ITestOutputHelper output)
{
    private const double MostKilobytes = 600;

    /// <summary>How much of what is seen may jump, as browsers count it.</summary>
    private const double MostLayoutShift = 0.02;

    [Fact]
    public async Task FirstPage_WithAnEmptyCache_IsLight_StandsStill_AndAsksThisHubAlone()
    {
        archive.OrSkip();
        var folder = Directory.CreateTempSubdirectory("hub-cold-").FullName;
        using var hub = await WebProcess.StartAsync(
            [Path.Combine(archive.Folder, "program", "Integrations.Web.dll")],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Staging",
                ["ConnectionStrings__Integrations"] = $"Data Source={Path.Combine(folder, "hub.db")}",
                ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
                ["Demo__Seed"] = "true",
            },
            "/health/ready");
        foreach (var width in new[] { 1440, 360 })
        {
            await LoadsAsync(hub.Address, width);
        }
    }

    private async Task LoadsAsync(Uri hub, int width)
    {
        await using var window = await browser.OpenAsync(hub, width, 900);
        await window.CountLayoutShiftAsync();
        await window.SignInAsync("admin@acme.test");
        // Nothing is under way while the cache is emptied.
        await window.Page.GotoAsync("about:blank");
        var wire = await WireBytes.CountAsync(window.Page);

        await window.OpenAsync("/");
        await window.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var shift = await window.LayoutShiftAsync();

        output.WriteLine($"cold load at {width} px: {wire.Total / 1_024:0.0} KB of at most {MostKilobytes:0}, layout shift {shift:0.000}");
        foreach (var (kind, pieces, bytes) in wire.ByKind)
        {
            output.WriteLine($"  {kind,-12} {pieces,3} {bytes / 1_024,8:0.0} KB");
        }

        Assert.Contains(wire.Asked, asked => asked.Kind == "Stylesheet");
        Assert.Contains(wire.Asked, asked => asked.Kind == "WebSocket");
        Assert.All(wire.Asked.Where(asked => asked.Kind is "Stylesheet" or "Script"), asked => Assert.True(asked.Encoding.Length > 0, $"{asked.Address} is not compressed."));
        Assert.All(wire.Asked, asked => Assert.Equal(hub.Authority, new Uri(asked.Address).Authority));
        Assert.InRange(wire.Total / 1_024, 50, MostKilobytes);
        Assert.InRange(shift, 0, MostLayoutShift);
        Assert.Empty(window.Complaints);
    }
}
