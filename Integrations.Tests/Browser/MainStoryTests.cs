using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.Browser;

/// <summary>What the product exists for, from nothing to done, by three people who each use their own way in.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MainStoryTests(Infrastructure.Browser browser) : IAsyncLifetime
{
    private const int MostClicksToConnectAndLink = 11;

    private readonly HubApp _hub = new();
    private int _clicks;

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

        Assert.True(_clicks <= MostClicksToConnectAndLink, $"{_clicks} clicks from two sign-ins to a linked meeting");

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

    private async Task ConnectGoogleCalendarAsync(IPage page)
    {
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Open the catalog" }));
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Google Calendar" }));
        await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }));
        var dialog = page.GetByRole(AriaRole.Dialog);
        await ClickAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Continue", Exact = true }));
        await ClickAsync(dialog.GetByRole(AriaRole.Button, new() { Name = "Continue to Google Calendar" }));
        await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Allow" }));
        await Expect(page.GetByText("is connected").First).ToBeVisibleAsync();
        await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }));
        await Expect(page.GetByText("The connection works")).ToBeVisibleAsync();
    }

    private async Task LinkTheWeeklySyncAsync(IPage page)
    {
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }));
        await ClickAsync(page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First);
        await ClickAsync(page.GetByRole(AriaRole.Button, new() { Name = "Link event" }));
        await ClickAsync(page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First);
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" })).ToBeVisibleAsync();
    }

    private async Task ClickAsync(ILocator target)
    {
        await target.ClickAsync();
        _clicks++;
    }

    private async Task<(Guid InstanceId, string ExternalId, string Title)> LinkAsync()
    {
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var link = await db.Links.SingleAsync();
        return (link.InstanceId, link.ExternalEntityId, link.Title);
    }
}
