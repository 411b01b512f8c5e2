using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Sandbox;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Setup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>A hub without demo data, from the address that its start prints to the first linked meeting, as docs/install.md tells it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class FirstRunStoryTests(Chromium browser) : IAsyncLifetime
{
    /// <summary>Issue 12.</summary>
    private const int MostClicks = 25;

    private const string Password = "seven quiet otters";

    private readonly StringWriter _console = new();
    private readonly HubApp _hub = new();

    private string Address => _console.ToString().Split(' ').Single(word => word.Contains("/setup?token=", StringComparison.Ordinal)).Trim();

    public ValueTask InitializeAsync()
    {
        // A key without a client: what the sandbox would bring along is entered by hand here, as at a real vendor.
        _hub.With("Demo:Seed", "false").With("Providers:google_calendar:ClientId", "").Serving(services => services.AddSingleton(new FirstRunOutput(_console)));
        return _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _console.DisposeAsync();
    }

    [Fact]
    public async Task FromTheSetUpAddress_ToTheFirstLinkedMeeting()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.CountClicksAsync();

        await SetUpAsync(window);
        Assert.Empty(await window.ObstaclesAsync());
        await window.InEveryLookAsync("setup-done");
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on to the checklist" }).ClickAsync();

        await EnterClientAsync(page, SandboxClients.For("google_calendar").ClientSecret);
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the checklist" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it: Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(LineOf(page, "Google Calendar")).ToContainTextAsync("gave a token");
        await Expect(LineOf(page, "Google Calendar")).ToContainTextAsync("first@ours.test");
        Assert.Empty(await window.ObstaclesAsync());
        await window.InEveryLookAsync("checklist");

        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New meeting" }).First.ClickAsync();
        await page.GetByLabel("Title", new() { Exact = true }).FillAsync("Weekly product sync");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).Or(page.Locator("main")).GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();

        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        Assert.Equal(1, await db.Links.CountAsync());
        TestContext.Current.TestOutputHelper?.WriteLine($"{window.Clicks} clicks from the set-up address to the first linked meeting");
        Assert.InRange(window.Clicks, 10, MostClicks);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Passkey_InPlaceOfAPassword_SetsTheHubUp_ConfirmsLaterActs_AndSignsInAgain()
    {
        await using var window = await browser.OpenAsync(_hub, host: "localhost");
        var page = window.Page;
        await window.PlugInAuthenticatorAsync();
        await page.GotoAsync(new Uri(Address).PathAndQuery);
        var withPasskey = page.GetByRole(AriaRole.Button, new() { Name = "Set up with a passkey, without a password" });
        // What is missing is said before the browser asks for a passkey.
        await page.GetByLabel("Your name").FillAsync("First Person");
        await withPasskey.ClickAsync();
        await Expect(page.GetByLabel("E-mail address", new() { Exact = true })).ToBeFocusedAsync();
        await page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync("first@ours.test");
        await page.GetByLabel("Name of the organization").FillAsync("Ours");
        await withPasskey.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The hub is set up" })).ToBeVisibleAsync();
        await Expect(page.GetByText("Your passkey is all that opens it.")).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());
        await window.PictureAsync("setup-passkey");

        await page.GotoAsync("/account/confirm?returnUrl=%2Ftokens");
        await Expect(page.GetByLabel("Password")).ToHaveCountAsync(0);
        Assert.Empty(await window.ObstaclesAsync());
        await window.PictureAsync("confirm-passkey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await window.ArriveAtAsync("/tokens");

        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Passkey" }).ClickAsync();
        await Expect(page.GetByText("This passkey is all that opens your account.")).ToBeVisibleAsync();
        await page.Locator("details.account > summary").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(page.Locator("details.account")).ToHaveCountAsync(0);
        await page.GotoAsync("/account/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
    }

    [Fact]
    public async Task WrongSecret_AndRefusal_AreToldInTheVendorsWords()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await SetUpAsync(window);
        await page.GetByRole(AriaRole.Link, new() { Name = "Go on to the checklist" }).ClickAsync();
        await EnterClientAsync(page, "not-the-secret");

        await window.GoAsync("/checklist");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it: Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        var line = LineOf(page, "Google Calendar");
        await Expect(line).ToContainTextAsync("does not accept the hub's OAuth client");

        await page.GetByRole(AriaRole.Button, new() { Name = "Try it: Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();
        await Expect(line).ToContainTextAsync("access_denied");
    }

    [Fact]
    public async Task FreshOrganization_EveryPageOfItsOneAdministrator_Opens()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await SetUpAsync(window);
        await window.GoAsync("/");
        var pages = await page.Locator("#rail .navigation a").EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        Assert.Contains("/members", pages);
        Assert.Contains("/checklist", pages);
        foreach (var address in pages)
        {
            await window.OpenAsync(address);
            Assert.DoesNotContain("/account/", page.Url, StringComparison.Ordinal);
            Assert.Empty(await window.ObstaclesAsync());
        }

        await window.GoAsync("/members/invite");
        await page.GetByLabel("Name").First.FillAsync("New Member");
        await page.GetByLabel("E-mail address").FillAsync("new@ours.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(page.GetByLabel("Link", new() { Exact = true })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("/account/choose-password", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(window.Complaints);
    }

    private async Task SetUpAsync(BrowserPage window)
    {
        var page = window.Page;
        await page.GotoAsync("/account/sign-in");
        await Expect(page.GetByText("No account exists yet")).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());
        await page.GotoAsync(Address);
        Assert.Empty(await window.ObstaclesAsync());
        await window.InEveryLookAsync("setup");
        // As a person does it: the first field has the focus, and the keyboard leads through the others.
        await Expect(page.GetByLabel("Your name")).ToBeFocusedAsync();
        foreach (var text in new[] { "First Person", "first@ours.test", Password, Password, "Ours" })
        {
            await page.Keyboard.TypeAsync(text);
            await page.Keyboard.PressAsync("Tab");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Set up the hub" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "The hub is set up" })).ToBeVisibleAsync();
        // Who has just set it up is signed in, and is not asked to sign in.
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true })).ToHaveCountAsync(0);
    }

    private static ILocator LineOf(IPage page, string provider) =>
        page.GetByRole(AriaRole.Table, new() { Name = "Providers that people sign in with" }).GetByRole(AriaRole.Row).Filter(new() { HasText = provider });

    private static async Task EnterClientAsync(IPage page, string secret)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Enter client: Google Calendar" }).ClickAsync();
        await page.GetByLabel("Client id").ClickAsync();
        await page.GetByLabel("Client id").FillAsync(SandboxClients.For("google_calendar").ClientId);
        await page.GetByLabel("Client secret").FillAsync(secret);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save OAuth client" }).ClickAsync();
        await Expect(page.GetByText("An OAuth client is set up (")).ToBeVisibleAsync();
        // The fields are empty again, and no one is told off for that.
        await Expect(page.GetByLabel("Client id")).ToBeEmptyAsync();
        await Expect(page.GetByText("is required.")).ToHaveCountAsync(0);
    }
}
