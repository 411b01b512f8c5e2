using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>
/// The walk of <c>docs/tour.md</c>, and its pictures. They are made again with <c>TOUR_PICTURES=1</c>; without it only the walk is tried.
/// A hub of its own, in which an organization has worked for a day.
/// </summary>
[Collection(BrowserCollection.Name)]
public sealed class TourTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();
    private Guid _code;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        _code = await OAuthPerson.ConnectAsync(_hub.Services, admin, "github", SandboxAccounts.Ada);
        var others = new List<Guid> { _code };
        foreach (var provider in new[] { "google_calendar", "slack", "jira" })
        {
            others.Add(await OAuthPerson.ConnectAsync(_hub.Services, admin, provider, SandboxAccounts.Ada));
        }

        var files = await OAuthPerson.ConnectAsync(_hub.Services, admin, "dropbox", SandboxAccounts.Ada);
        await _hub.Services.GetRequiredService<IntegrationTags>().ChangeAsync(admin, [_code, others[3]], new TagChanges(["engineering"], []), CancellationToken.None);
        await WorkAsync(admin, others, files);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Rooms_OfAnAdministrator()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Needs attention" })).ToBeVisibleAsync();
        await KeepAsync(window, "dashboard", "light");
        await KeepAsync(window, "dashboard-dark", "dark");

        await window.OpenAsync("/catalog");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Google Calendar" }).First).ToBeVisibleAsync();
        await KeepAsync(window, "catalog", "light");
        await window.GoAsync("/catalog/jira");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog).GetByText("Create and change issues")).ToBeVisibleAsync();
        await KeepAsync(window, "connect", "light");

        await window.OpenAsync("/integrations");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Dropbox" }).First).ToBeVisibleAsync();
        await KeepAsync(window, "integrations", "light");
        await window.OpenAsync("/provider-health");
        await Expect(page.Locator(".chart .bar").First).ToBeVisibleAsync();
        await KeepAsync(window, "health", "dark");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task OneIntegration_ItsDataAndItsActions()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.OpenAsync($"/integrations/{_code}");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What you can do now" })).ToBeVisibleAsync();
        await KeepAsync(window, "integration", "light");

        await window.OpenAsync($"/integrations/{_code}/data?kind=issue");
        await Expect(page.Locator("table tbody tr").First).ToBeVisibleAsync();
        await KeepAsync(window, "data", "light");

        await window.OpenAsync($"/integrations/{_code}/actions?action=create_issue");
        await page.GetByLabel("Title").FillAsync("Say in the notes what changed for calendars");
        await KeepAsync(window, "action", "dark");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_LinksAnEvent_AndFindsEverything()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await window.OpenAsync("/meetings");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First).ToBeVisibleAsync();
        await KeepAsync(window, "meetings", "light");
        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link event" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await KeepAsync(window, "link-an-event", "light");
        await page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" })).ToBeVisibleAsync();
        await page.SetViewportSizeAsync(390, 844);
        await KeepAsync(window, "meeting-phone", "dark", 390);

        await page.SetViewportSizeAsync(1280, 800);
        await window.OpenAsync("/");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("sync");
        await Expect(page.Locator("#palette").GetByRole(AriaRole.Option).Nth(3)).ToBeVisibleAsync();
        await KeepAsync(window, "palette", "dark");
        Assert.Empty(window.Complaints);
    }

    private static async Task KeepAsync(BrowserPage window, string name, string theme, int width = 1280)
    {
        await window.PutOnAsync(theme, width);
        await window.Page.SetViewportSizeAsync(width, width < 600 ? 844 : 800);
        await window.TourPictureAsync(name);
        await window.PutOnAsync("light", width);
    }

    /// <summary>A day's calls by the hour, the last ones one by one, and a Dropbox that no longer lets anyone in.</summary>
    private async Task WorkAsync(Caller admin, IReadOnlyList<Guid> integrations, Guid broken)
    {
        var now = DateTimeOffset.UtcNow;
        var hour = new DateTimeOffset(now.Date.AddHours(now.Hour), TimeSpan.Zero);
        var organization = admin.OrganizationId!.Value;
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        db.UsageHours.AddRange(integrations.SelectMany((id, at) => Enumerable.Range(1, 30).Select(back => Hour(id, organization, hour.AddHours(-back), Busy(hour.AddHours(-back).Hour, at), back % 9 == at ? 2 : 0))));
        await db.SaveChangesAsync();
        await db.Connections.Where(c => c.InstanceId == broken).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ConnectionStatus.Revoked).SetProperty(c => c.LastError, "Dropbox refused the token. Reconnect to go on."));
        await db.Instances.Where(i => i.Id == broken).ExecuteUpdateAsync(set => set.SetProperty(i => i.Status, InstanceStatus.Error));
    }

    private static int Busy(int hour, int more) => hour is >= 7 and <= 19 ? 24 + ((hour * 7) % 11) - (3 * more) : 2;

    private static UsageHour Hour(Guid integration, Guid organization, DateTimeOffset hour, int succeeded, int failed) => new()
    {
        InstanceId = integration,
        OrganizationId = organization,
        Hour = hour,
        Succeeded = succeeded,
        Failed = failed,
        CallsSucceeded = succeeded,
        CallsFailed = failed,
        Within200 = succeeded,
        Within2500 = failed,
    };
}
