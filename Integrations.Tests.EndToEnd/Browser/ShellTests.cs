using Deque.AxeCore.Playwright;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

[Collection(BrowserCollection.Name)]
public sealed class ShellTests(Chromium browser, HubApp hub)
{
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

        var found = await window.Page.RunAxe();

        Assert.Empty(found.Violations.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}"));
    }
}
