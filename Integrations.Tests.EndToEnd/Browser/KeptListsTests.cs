using Integrations.Core.Activity;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.SavedFilters;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator tags integrations, keeps filters, looks at providers' health, and replaces one integration by another.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeptListsTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();
    private Guid _first;
    private Guid _second;

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        var instances = _hub.Services.GetRequiredService<InstanceService>();
        _first = (await instances.CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Company code" }), CancellationToken.None)).Value.Id;
        _second = (await instances.CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "New code" }), CancellationToken.None)).Value.Id;
        var now = DateTimeOffset.UtcNow;
        var hour = new DateTimeOffset(now.Date.AddHours(now.Hour), TimeSpan.Zero);
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        db.UsageHours.AddRange(Enumerable.Range(0, 24).Select(back => new UsageHour
        {
            InstanceId = _first,
            OrganizationId = admin.OrganizationId!.Value,
            Hour = hour.AddHours(-back),
            Succeeded = 20 + back,
            Failed = back % 5,
            CallsSucceeded = 20 + back,
            CallsFailed = back % 5,
            Within200 = 20 + back,
            Within2500 = back % 5,
        }));
        db.Links.Add(new EntityLink
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = admin.OrganizationId!.Value,
            EntityType = EntityTypes.Meeting,
            EntityId = Guid.NewGuid(),
            InstanceId = _first,
            ProviderKey = "github",
            ExternalEntityId = "1",
            ExternalType = "issue",
            Title = "An issue",
            CreatedAt = hour,
            RefreshedAt = hour,
        });
        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Admin_TagsAnIntegration_AndKeepsTheFilter(int width)
    {
        await using var window = await browser.OpenAsync(_hub, width: width, height: 900);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync($"/integrations/{_first}/settings");
        await page.GetByLabel("Tags").FillAsync("Sales, <b>bold</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Settings saved")).ToBeVisibleAsync();

        await window.GoAsync("/integrations?tag=SALES");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Company code" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "New code" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".tags").GetByText("<b>bold</b>")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" }).PressAsync("Enter");
        await Expect(page.Locator("#saved-filters")).ToBeVisibleAsync();
        await LookAsync(window, $"saved-filters-{width}");
        var (button, menu) = ((await page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" }).BoundingBoxAsync())!, (await page.Locator("#saved-filters").BoundingBoxAsync())!);
        Assert.InRange(menu.Y - (button.Y + button.Height), 0, 10);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save these filters" }).PressAsync("Enter");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeFocusedAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Of sales");
        await LookAsync(window, $"saved-filter-ask-{width}");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Saved as 'Of sales'")).ToBeVisibleAsync();

        await window.GoAsync("/integrations");
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Of sales" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Uri(_hub.Address, "/integrations?tag=SALES").ToString());
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "New code" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved filter: Of sales" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename or delete" }).ClickAsync();
        await LookAsync(window, $"saved-filter-manager-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Of sales" }).ClickAsync();
        await Expect(page.GetByText("'Of sales' is deleted")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task SavedFilter_ThatNamesADeletedIntegration_SaysSo_AndCanBeDeletedThere()
    {
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        await _hub.Services.GetRequiredService<SavedFilterService>().SaveAsync(admin, new NewSavedFilter(SavedFilterLists.Activity, "Of the old code", $"integration={_second}", IsShared: false), CancellationToken.None);
        Assert.True((await _hub.Services.GetRequiredService<InstanceService>().DeleteAsync(admin, _second, CancellationToken.None)).IsSuccess);
        await using var window = await browser.OpenAsync(_hub, height: 900);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/activity");
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Of the old code" }).ClickAsync();

        await Expect(page.GetByText("is no longer there: it was deleted")).ToBeVisibleAsync();
        await window.InEveryLookAsync("saved-filter-gone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the saved filter 'Of the old code'" }).PressAsync("Enter");
        await Expect(page.GetByText("'Of the old code' is deleted")).ToBeVisibleAsync();
        await Expect(page).ToHaveURLAsync(new Uri(_hub.Address, "/activity").ToString());
        await Expect(page.GetByText("is no longer there: it was deleted")).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("'Of the old code' is back")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Health_HasItsLabelsUnderTheirBars()
    {
        await using var window = await browser.OpenAsync(_hub, height: 1000);
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/provider-health?provider=github");
        await Expect(window.Page.Locator(".chart .bar").First).ToBeVisibleAsync();
        await window.InEveryLookAsync("provider-health");

        // The beginning of each label and that of the bar of its bucket: of 24 hours every fourth has a label, from the first on.
        var apart = await window.Page.EvaluateAsync<double[]>("""
            () => {
              const labels = [...document.querySelectorAll('.axis span')];
              const bars = [...document.querySelectorAll('.chart .bar')].map(bar => bar.getBoundingClientRect());
              return labels.map((label, index) => Math.abs(bars[4 * index].left - label.getBoundingClientRect().left) / bars[0].width);
            }
            """);
        Assert.Equal(6, apart.Length);
        Assert.All(apart, distance => Assert.True(distance < 0.5, $"A label is {distance:0.0} buckets beside its bar."));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Admin_ReplacesAnIntegration_AfterALookAtWhatGoesOver()
    {
        await using var window = await browser.OpenAsync(_hub, height: 1000);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync($"/integrations/{_first}/manage");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace with…" }).ClickAsync();
        await Expect(page.GetByText("This goes over:")).ToBeVisibleAsync();
        await window.InEveryLookAsync("replace");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move it" }).DblClickAsync();
        // What is to go over stands in the dialog already; what went over is said at the foot of the page.
        await Expect(page.Locator(".toast-detail")).ToHaveTextAsync("1 link");
        await Expect(page.GetByText("This goes over:")).ToBeHiddenAsync();

        await window.GoAsync($"/integrations/{_second}/links");
        await Expect(page.GetByText("An issue")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private static async Task LookAsync(BrowserPage window, string name)
    {
        await window.PictureAsync(name);
        Assert.Empty(await window.ObstaclesAsync());
    }
}
