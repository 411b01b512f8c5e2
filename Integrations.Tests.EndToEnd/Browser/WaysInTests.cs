using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Signing in without a password: with a passkey, and with Microsoft, which the sandbox plays.</summary>
[Collection(BrowserCollection.Name)]
public sealed class WaysInTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("S4")]
    public async Task Person_AddsAPasskey_SignsInWithIt_AndNoLongerOnceItIsRemoved()
    {
        // Passkeys belong to a name; a number such as 127.0.0.1 has none.
        await using var window = await browser.OpenAsync(_hub, host: "localhost");
        var page = window.Page;
        await window.PlugInAuthenticatorAsync();
        await window.SignInAsync("user@acme.test");
        await page.GotoAsync("/account");
        await page.GetByLabel("Name of a new passkey").FillAsync("Laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Laptop" })).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());
        await window.InEveryLookAsync("passkeys");

        await SignOutAsync(page);
        await SignInWithPasskeyAsync(page);
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
        await page.GotoAsync("/account");
        await Expect(page.GetByText(", with a passkey").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Laptop" }).ClickAsync();
        await Expect(page.GetByText("None yet.")).ToBeVisibleAsync();
        await SignOutAsync(page);
        await SignInWithPasskeyAsync(page);
        await Expect(page.Locator("[role=alert]").First).ToContainTextAsync("sign in with your password", new() { IgnoreCase = true });
    }

    [Fact]
    public async Task Person_LinksTheirMicrosoftAccount_SignsInWithIt_AndAStrangersOpensNothing()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await page.GotoAsync("/account/sign-in");
        Assert.Empty(await window.ObstaclesAsync());
        await window.InEveryLookAsync("sign-in");
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue with Microsoft" }).ClickAsync();
        await AllowAsync(page, "gus@globex.test");
        await Expect(page.GetByRole(AriaRole.Alert).First).ToContainTextAsync("opens no account here");

        await window.SignInAsync("user@acme.test");
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Link a Microsoft account" }).ClickAsync();
        await AllowAsync(page, "ada@acme.test");
        await Expect(page.GetByText("Your Microsoft account is linked.")).ToBeVisibleAsync();
        await Expect(page.GetByText("ada@acme.test")).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());

        await SignOutAsync(page);
        await page.GotoAsync("/account/sign-in?returnUrl=%2Ftokens");
        await page.GetByRole(AriaRole.Link, new() { Name = "Continue with Microsoft" }).ClickAsync();
        await AllowAsync(page, "ada@acme.test");
        await window.ArriveAtAsync("/tokens");
        await page.GotoAsync("/account");
        await Expect(page.GetByText(", with Microsoft").First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private static async Task SignInWithPasskeyAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.Locator("details.account > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).Or(page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true })).First).ToBeVisibleAsync();
    }

    private static async Task AllowAsync(IPage page, string account)
    {
        await page.GetByLabel(account).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
    }
}
