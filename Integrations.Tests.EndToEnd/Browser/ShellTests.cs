using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ShellTests(Chromium browser, HubApp hub)
{
    /// <summary>The first of them warms up.</summary>
    private const int RailRounds = 4;

    [Fact]
    public async Task Shell_OnAWideScreen_IsLiveAndBreaksNoPolicy()
    {
        await using var window = await browser.OpenAsync(hub);
        await window.GoAsync("/");

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await window.PictureAsync("shell-light");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task FirstVisit_AsksThisHubAlone_AndNothingComesLate()
    {
        await using var window = await browser.OpenAsync(hub, 1440, 900);
        await window.Page.GotoAsync("/account/sign-in", new() { WaitUntil = WaitUntilState.Load });
        var fetched = await window.FetchedAsync();

        Assert.Contains(fetched, thing => thing.BlocksDrawing);
        Assert.All(fetched, thing => Assert.StartsWith(hub.Address.ToString(), thing.Address, StringComparison.Ordinal));
        // Icons are drawings in the page; the font is asked for by the page's head, before its stylesheet is read.
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("[...document.fonts].filter(font => /icon|symbol/i.test(font.family)).length"));
        Assert.InRange(await window.Page.Locator("link[rel=preload][as=font]").CountAsync(), 1, 2);
    }

    /// <summary>Printed, not judged: how long a way takes says as much about the machine.</summary>
    [Fact]
    public async Task Rail_LeadsToEachRoom_AndHowLongItTookIsPrinted()
    {
        await using var window = await browser.OpenAsync(hub, 1440, 900);
        await window.SignInAsync("admin@acme.test");
        var rail = window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        var rooms = await rail.GetByRole(AriaRole.Link).AllInnerTextsAsync();
        var times = new List<double>();
        for (var round = 0; round < RailRounds; round++)
        {
            foreach (var room in rooms)
            {
                // From the press to the heading of the room, counted in the page.
                var took = await window.Page.EvaluateAsync<double>("""
                    name => new Promise(done => {
                      const link = [...document.querySelectorAll('nav[aria-label=Main] a')].find(one => one.innerText.trim() === name);
                      const before = document.querySelector('main h1');
                      const words = before?.textContent;
                      const start = performance.now();
                      const look = () => {
                        const heading = document.querySelector('main h1');
                        if (location.pathname === new URL(link.href).pathname && heading && (heading !== before || heading.textContent !== words)) requestAnimationFrame(() => done(performance.now() - start));
                        else requestAnimationFrame(look);
                      };
                      if (location.pathname === new URL(link.href).pathname) done(-1);
                      else { link.click(); look(); }
                    })
                    """, room.Trim());
                if (round > 0 && took >= 0)
                {
                    times.Add(took);
                }
            }
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"rail navigation: {times[times.Count / 2]:0} ms at the median, {times[(int)(times.Count * 0.95)]:0} ms at p95, of {times.Count} over {rooms.Count} rooms");
        Assert.NotEmpty(times);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task ThemeSwitch_IsRememberedByTheServer()
    {
        await using var window = await browser.OpenAsync(hub);
        await window.GoAsync("/");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Switch between light and dark" }).ClickAsync();
        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");

        var answer = await window.Page.ReloadAsync();
        Assert.Contains("data-theme=\"dark\"", await answer!.TextAsync(), StringComparison.Ordinal);
        await window.PictureAsync("shell-dark");
    }

    [Fact]
    public async Task Rail_Folded_StaysFoldedAfterReload()
    {
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("user@acme.test");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Collapse or expand the menu" }).ClickAsync();
        await window.Page.ReloadAsync();

        await Expect(window.Page.Locator("html")).ToHaveAttributeAsync("data-rail", "icons");
        await window.PictureAsync("shell-icons");
    }

    [Fact]
    public async Task Drawer_OnAPhone_OpensAndClosesByEscape()
    {
        await using var window = await browser.OpenAsync(hub, width: 390, height: 844);
        await window.SignInAsync("user@acme.test");
        var rail = window.Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });
        await Expect(rail).ToBeHiddenAsync();
        await window.PictureAsync("shell-phone");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Open the menu" }).ClickAsync();
        await Expect(rail).ToBeVisibleAsync();
        await window.PictureAsync("shell-drawer");

        await window.Page.Keyboard.PressAsync("Escape");
        await Expect(rail).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Shell_OnAPhone_NeedsNoSidewaysScrolling()
    {
        await using var window = await browser.OpenAsync(hub, width: 360, height: 740);
        await window.GoAsync("/");

        Assert.Equal(360, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 390)]
    public async Task Shell_InEveryLook_HasNothingThatKeepsPeopleOut(ColorScheme scheme, int width)
    {
        await using var window = await browser.OpenAsync(hub, width, scheme: scheme);
        await window.GoAsync("/");

        await window.AccessibleAsync();
    }
}
