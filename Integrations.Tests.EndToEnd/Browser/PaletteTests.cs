using Integrations.Core.Demo;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Ctrl K: anywhere, and back to work, without a mouse.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PaletteTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_GoesFindsAndConnects_ByKeyboardAlone()
    {
        await using var window = await browser.OpenAsync(hub);
        var (page, keys) = (window.Page, window.Page.Keyboard);
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/catalog");

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("webh");
        await keys.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(hub.Address, "/webhooks").ToString());
        await Expect(Palette(page)).ToBeHiddenAsync();

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("ada");
        await Expect(Palette(page).GetByRole(AriaRole.Group, new() { Name = "People" }).GetByRole(AriaRole.Option).First).ToContainTextAsync("Ada");
        await keys.PressAsync("Escape");
        await Expect(Palette(page)).ToBeHiddenAsync();

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("connect github");
        await Expect(page.GetByRole(AriaRole.Option, new() { Name = "Connect GitHub", Exact = true })).ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Connect GitHub" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task EnterPressedBeforeTheAnswer_OpensWhatWasTyped()
    {
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("user@acme.test");

        // All keys before one answer can be there: the list still shows what is offered without words.
        await window.Page.Keyboard.PressAsync("Control+k");
        await window.Page.GetByLabel("Page, integration, meeting, person or action").EvaluateAsync(
            """
            box => {
              box.value = "new meeting";
              box.dispatchEvent(new Event("input", { bubbles: true }));
              box.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
            }
            """);

        await Expect(window.Page).ToHaveURLAsync(new Uri(hub.Address, "/meetings/new").ToString());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task User_IsOfferedNothingThatIsTheAdministrators()
    {
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("user@acme.test");
        await window.Page.Keyboard.PressAsync("Control+k");

        await Expect(Palette(window.Page).GetByRole(AriaRole.Option, new() { Name = "Meetings", Exact = true })).ToBeVisibleAsync();
        await Expect(Palette(window.Page).GetByRole(AriaRole.Option, new() { Name = "Webhooks" })).ToHaveCountAsync(0);
        await Expect(Palette(window.Page).GetByRole(AriaRole.Option, new() { Name = "Doctor" })).ToHaveCountAsync(0);
        await Expect(Palette(window.Page).GetByRole(AriaRole.Option, new() { Name = "Invite a member" })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, "light", "en-US", "Meetings")]
    [InlineData(1280, "dark", "de-DE", "Besprechungen")]
    [InlineData(360, "light", "de-DE", "Besprechungen")]
    public async Task Palette_InEveryLookAndLanguage_HasNothingThatKeepsPeopleOut(int width, string theme, string language, string meetings)
    {
        await using var window = await browser.OpenAsync(hub, width, language: language);
        await window.Page.GotoAsync("/account/sign-in");
        await window.Page.Locator("#email").FillAsync("admin@acme.test");
        await window.Page.Locator("#password").FillAsync(DemoOptions.DefaultPassword);
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator(".shell[data-interactive=true]").WaitForAsync();
        await window.PutOnAsync(theme, width);

        // A phone has no Ctrl: the search box of the top bar opens it.
        await window.Page.Locator("#quick-search").ClickAsync();
        await Expect(window.Page.Locator("#palette").GetByRole(AriaRole.Option, new() { Name = meetings, Exact = true })).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());
        await window.Page.Keyboard.TypeAsync("git");
        await Expect(window.Page.Locator("#palette").GetByRole(AriaRole.Option).Last).ToContainTextAsync("git");
        Assert.Empty(await window.ObstaclesAsync());
        await window.PictureAsync($"palette-{theme}-{width}");
    }

    private static ILocator Palette(IPage page) => page.GetByRole(AriaRole.Dialog, new() { Name = "Go to, find or do" });
}
