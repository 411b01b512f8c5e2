using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator sends a link to connect; a person without an account connects a calendar with it, and the administrator sees that it is done.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ConnectLinkStoryTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task PersonWithoutAnAccount_ConnectsACalendar_AndTheAdministratorSeesItDone()
    {
        await using var office = await browser.OpenAsync(_hub, height: 1000);
        await office.SignInAsync("admin@acme.test");
        await office.GoAsync("/integrations/links");
        await office.Page.GetByLabel("People without an account may connect with a link").CheckAsync();
        await Expect(office.Page.GetByLabel("People without an account may connect with a link")).ToBeCheckedAsync();
        await office.PictureAsync("connect-links-none");
        await office.GoAsync("/catalog/google_calendar");
        await office.Page.GetByRole(AriaRole.Link, new() { Name = "Send a link to connect" }).ClickAsync();
        await office.Page.GetByLabel("A person without an account").CheckAsync();
        await office.Page.GetByLabel("Who they are").FillAsync("Initech, accounting");
        await office.Page.GetByLabel("Your own id of them").FillAsync("customer-4711");
        await office.PictureAsync("connect-link-new");
        await office.AccessibleAsync();
        await office.Page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var address = await office.Page.GetByLabel("Link", new() { Exact = true }).InputValueAsync();
        await office.InEveryLookAsync("connect-link-made");

        foreach (var (theme, scheme, width) in new[] { ("dark", ColorScheme.Dark, 1280), ("phone", ColorScheme.Light, 360) })
        {
            await using var looking = await browser.OpenAsync(_hub, width, 800, scheme);
            await looking.OpenAsync(address);
            await Expect(looking.Page.Locator("html")).ToHaveAttributeAsync("data-theme", theme == "dark" ? "dark" : "light");
            await looking.PictureAsync($"connect-link-invite-{theme}");
            Assert.Empty(await looking.ObstaclesAsync());
            Assert.Empty(looking.Complaints);
        }

        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.OpenAsync(address);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connect Google Calendar" })).ToBeVisibleAsync();
        await window.PictureAsync("connect-link-invite-light");
        Assert.Empty(await window.ObstaclesAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Continue to Google Calendar" })).ToBeVisibleAsync();
        Assert.DoesNotContain("itl_", page.Url, StringComparison.Ordinal);
        await window.PictureAsync("connect-link-choice");
        Assert.Empty(await window.ObstaclesAsync());
        // Who loads the page again goes on where they were.
        await page.GotoAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue to Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Allow|Authorize", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Connected" })).ToBeVisibleAsync();
        await window.PictureAsync("connect-link-done");
        Assert.Empty(await window.ObstaclesAsync());
        Assert.Empty(window.Complaints);

        await using var other = await browser.OpenAsync(_hub);
        await other.Page.GotoAsync(address);
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Name = "This link has ended" })).ToBeVisibleAsync();
        await other.PictureAsync("connect-link-ended");

        await office.GoAsync("/integrations/links");
        await Expect(office.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Initech, accounting" })).ToContainTextAsync("Connected");
        await office.InEveryLookAsync("connect-links");
        await office.AccessibleAsync();
        await office.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Initech, accounting" }).GetByRole(AriaRole.Link, new() { Name = "Open" }).ClickAsync();
        await Expect(office.Page.GetByRole(AriaRole.Heading, new() { Name = "Google Calendar – Initech, accounting" })).ToBeVisibleAsync();
        Assert.Empty(office.Complaints);
    }

    [Fact, Proves("B5")]
    public async Task FirstPage_IsShownByThePageItWasMadeFor_AndByNoOther()
    {
        await using var portal = await Site.StartAsync();
        await using var elsewhere = await Site.StartAsync();
        using var api = await _hub.WithTokenOfAsync("admin@acme.test");
        var made = await Api.ApiHub.SendAsync(api, "POST", "/api/connect-links", new { providers = new[] { "github" }, @for = new { kind = "any_member" }, frameOrigins = new[] { portal.Origin } });
        portal.Frames = elsewhere.Frames = made["url"].GetString()!;

        await using var reader = await browser.OpenAsync(_hub, 640, 700);
        await reader.Page.GotoAsync(portal.Origin);
        await Expect(reader.Page.FrameLocator("iframe").GetByRole(AriaRole.Heading, new() { Name = "Connect GitHub" })).ToBeVisibleAsync();
        await reader.PictureAsync("connect-link-framed");
        Assert.Empty(reader.Complaints);
        Assert.Empty(await reader.Page.Context.CookiesAsync());

        await using var other = await browser.OpenAsync(_hub, 640, 700);
        await other.Page.GotoAsync(elsewhere.Origin);
        await Eventually.ValueAsync(() => Task.FromResult(other.Complaints.Count), count => count > 0);
        Assert.Contains("frame-ancestors", Assert.Single(other.Complaints), StringComparison.Ordinal);
    }

    /// <summary>Someone else's site: one page with a frame.</summary>
    private sealed class Site(WebApplication app) : IAsyncDisposable
    {
        public string Origin => app.Urls.Single();

        public string Frames { get; set; } = "";

        public static async Task<Site> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var site = new Site(app);
            app.MapGet("/", () => Results.Content(
                $"<!DOCTYPE html><html lang=\"en\"><title>Portal</title><link rel=\"icon\" href=\"data:,\"><main><h1>Portal</h1><iframe src=\"{site.Frames}\" title=\"Connect\" width=\"560\" height=\"520\"></iframe></main></html>",
                "text/html"));
            await app.StartAsync();
            return site;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
