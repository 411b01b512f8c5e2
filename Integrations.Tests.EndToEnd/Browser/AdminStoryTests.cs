using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator's first ten minutes, in a real browser, with the sandbox in place of the vendors.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AdminStoryTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_EnablesGoogleCalendar_ConsentsAndTestsIt()
    {
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync("/catalog");
        await window.PictureAsync("catalog-light");
        await page.GetByLabel("Search the catalog").FillAsync("google cal");
        await Expect(page).ToHaveURLAsync(Ending("q=google%20cal"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Google Calendar" }).ClickAsync();
        await Expect(page.GetByText("See and change events on your calendars")).ToBeVisibleAsync();
        await window.PictureAsync("provider-light");

        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await window.InEveryLookAsync("wizard-choose");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await dialog.GetByLabel("Name").FillAsync("Team calendar");
        await window.InEveryLookAsync("wizard-sign-in");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue to Google Calendar" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Allow" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Team calendar");
        await Expect(page.GetByText("Team calendar is connected")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The connection works")).ToBeVisibleAsync();
        await window.InEveryLookAsync("integration-overview");

        foreach (var tab in new[] { "Settings", "Connection", "Data", "Search", "Activity" })
        {
            await page.Locator("main").GetByRole(AriaRole.Link, new() { Name = tab, Exact = true }).ClickAsync();
            await Expect(page).ToHaveURLAsync(Ending($"/{tab.ToLowerInvariant()}"));
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await Expect(page.Locator(".skeleton")).ToHaveCountAsync(0);
            await window.PictureAsync($"integration-{tab.ToLowerInvariant()}");
        }

        await window.GoAsync("/integrations");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Team calendar" })).ToBeVisibleAsync();
        await window.PictureAsync("integrations-light");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_RefusesAtTheVendor_IsToldHowToGoOn()
    {
        await using var window = await browser.OpenAsync(hub, width: 390, height: 844);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");

        await window.GoAsync("/catalog/google_calendar");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await window.PictureAsync("wizard-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Deny" }).ClickAsync();

        await Expect(page.GetByText("Access was not granted at Google Calendar")).ToBeVisibleAsync();
        await window.InEveryLookAsync("integration-denied");
        await window.GoAsync("/connections");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Waiting for you" })).ToBeVisibleAsync();
        await window.PictureAsync("connections-phone");
        await window.GoAsync("/catalog");
        await window.PictureAsync("catalog-phone");
        Assert.Equal(390, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [Fact]
    public async Task Person_ConnectsWithAToken_SeesTheAccountBeforeItIsSaved()
    {
        await using var window = await browser.OpenAsync(hub, scheme: ColorScheme.Dark);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        var token = await hub.SandboxCredentialAsync("github", "api_key", "token");

        await window.GoAsync("/catalog/github");
        await window.PictureAsync("provider-dark");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("Personal access token").ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await dialog.Locator("#connect-token").FillAsync("github_pat_wrong");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Expect(dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await window.InEveryLookAsync("wizard-refused");

        await dialog.Locator("#connect-token").FillAsync(token);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Expect(dialog.GetByText("It works")).ToBeVisibleAsync();
        await window.InEveryLookAsync("wizard-found");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();

        await Expect(page.GetByText("GitHub is connected")).ToBeVisibleAsync();
        await window.PictureAsync("integration-dark");

        await page.GetByRole(AriaRole.Link, new() { Name = "Actions", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Repository" }).FillAsync("acme/widgets");
        await page.GetByLabel("Title").FillAsync("Found by someone in a browser");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run 'Create issue'" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Found by someone in a browser" })).ToBeVisibleAsync();
        await window.InEveryLookAsync("action-run");
        await window.GoAsync("/catalog");
        await window.PictureAsync("catalog-dark");
    }

    private static Regex Ending(string text) => new(Regex.Escape(text) + "$", RegexOptions.None, TimeSpan.FromSeconds(1));
}
