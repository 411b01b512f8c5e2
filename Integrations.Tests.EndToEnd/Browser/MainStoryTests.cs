using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What the product exists for, from nothing to done, by three people who each use their own way in.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MainStoryTests(Chromium browser, ITestOutputHelper output) : IAsyncLifetime
{
    private const int MostClicksFromSignInToLink = 8;
    private const int MostClicksWithACalendar = 4;

    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task AdminConnectsACalendar_UserLinksAMeeting_ExternalCallerReadsTheSameEvent()
    {
        await using (var admin = await browser.OpenAsync(_hub))
        {
            await admin.SignInAsync("admin@acme.test");
            await ConnectGoogleCalendarAsync(admin.Page);
            Assert.Empty(admin.Complaints);
        }

        await using (var user = await browser.OpenAsync(_hub))
        {
            await user.SignInAsync("user@acme.test");
            await LinkTheWeeklySyncAsync(user.Page);
            Assert.Empty(user.Complaints);
        }

        var (instanceId, externalId, title) = await LinkAsync();
        using var caller = await _hub.WithTokenOfAsync("user@acme.test");
        using var answer = await caller.GetAsync($"/api/integrations/{instanceId}/entities/{Uri.EscapeDataString(externalId)}");
        var entity = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("entity");
        Assert.Equal(externalId, entity.GetProperty("id").GetString());
        Assert.Equal(title, entity.GetProperty("title").GetString());

        using var stranger = await _hub.WithTokenOfAsync("admin@globex.test");
        using var refused = await stranger.GetAsync($"/api/integrations/{instanceId}/entities/{Uri.EscapeDataString(externalId)}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Person_WhoWasToldNothing_LinksAMeetingInAtMostEightClicks()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.CountClicksAsync();
        await window.SignInAsync("user@acme.test");

        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First.ClickAsync();
        await Expect(page.GetByText("Only you will use it.")).ToBeVisibleAsync();
        await window.InEveryLookAsync("meeting-offers-a-calendar");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        var likely = page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First;
        await Expect(likely).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search events" })).ToBeFocusedAsync();
        await window.InEveryLookAsync("meeting-back-from-the-vendor");
        await likely.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" })).ToBeVisibleAsync();
        Assert.InRange(window.Clicks, 6, MostClicksFromSignInToLink);
        Assert.Empty(window.Complaints);
        Assert.DoesNotContain("?", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_ConnectsAndLinksInAtMostEightClicks_AndLinksInAtMostFourOnceACalendarIsThere()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.CountClicksAsync();
        await window.GoAsync("/");

        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" })).ToBeVisibleAsync();
        var connected = window.Clicks;
        await using (var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync())
        {
            await db.Links.ExecuteDeleteAsync();
        }

        await window.GoAsync("/");
        await LinkTheWeeklySyncAsync(page);
        var linked = window.Clicks - connected;

        output.WriteLine($"clicks from the first page to a linked meeting: {connected} with connecting a calendar, {linked} with one that is connected");
        Assert.InRange(connected, 5, MostClicksFromSignInToLink);
        Assert.InRange(linked, 3, MostClicksWithACalendar);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_WhoRefusesAtTheVendor_IsBackAtTheMeeting_AndConnectsAndLinks_ByKeyboardAlone()
    {
        await using var window = await browser.OpenAsync(_hub);
        var (page, keys) = (window.Page, new Keyboard(window.Page));
        await keys.SignInAsync("user@acme.test");
        await keys.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }));
        await keys.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First);
        await keys.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }));
        await keys.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Deny" }));

        await Expect(page.GetByText("Access was not granted at Google Calendar")).ToBeVisibleAsync();
        await window.InEveryLookAsync("meeting-vendor-refused");
        await keys.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Connect Google Calendar" }));
        await keys.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Allow" }));
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First).ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" })).ToBeVisibleAsync();

        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        Assert.Equal("Google Calendar", Assert.Single(await db.Instances.Where(i => i.ProviderKey == "google_calendar" && i.DeletedAt == null).ToListAsync()).Name);
    }

    private static async Task ConnectGoogleCalendarAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the catalog" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }).ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue to Google Calendar" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(page.GetByText("is connected").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The connection works")).ToBeVisibleAsync();
    }

    private static async Task LinkTheWeeklySyncAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link event" }).ClickAsync();
        await page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" })).ToBeVisibleAsync();
    }

    private async Task<(Guid InstanceId, string ExternalId, string Title)> LinkAsync()
    {
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var link = await db.Links.SingleAsync();
        return (link.InstanceId, link.ExternalEntityId, link.Title);
    }
}
