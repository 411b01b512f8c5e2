using System.Text.RegularExpressions;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Data, links and events of one integration, on a phone and by keyboard.</summary>
[Collection(BrowserCollection.Name)]
public sealed class IntegrationTabsTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_ReadsData_FollowsALink_AndOpensAnAddress_OnAPhone()
    {
        var (id, meeting) = await SceneAsync();
        await using var window = await browser.OpenAsync(hub, width: 360, height: 780);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync($"/integrations/{id}/data?kind=issue");
        await Expect(page.Locator("table tbody tr").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Columns" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByLabel("Key", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page).ToHaveURLAsync(new Regex("fields=title.*key", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("#data-filter").ClickAsync();
        await page.Locator(".mud-list-item").Filter(new() { HasTextRegex = new Regex("^Status$", RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await page.GetByLabel("Status is").FillAsync("closed");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("where=status", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.Locator("main .spin")).ToHaveCountAsync(0);
        // The address is changed a round trip before the rows are.
        await Expect(page.Locator("td[data-label=Status]").Filter(new() { HasNotTextRegex = new Regex(@"^\s*closed\s*$", RegexOptions.None, TimeSpan.FromSeconds(1)) })).ToHaveCountAsync(0);
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.InEveryLookAsync("tab-data");
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save these filters" }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Closed ones");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Saved as 'Closed ones'")).ToBeVisibleAsync();
        await window.GoAsync($"/integrations/{id}/data?kind=repository");
        await page.GetByRole(AriaRole.Button, new() { Name = "Saved filters" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Closed ones" }).ClickAsync();
        await Expect(page.GetByLabel("Status is")).ToHaveValueAsync("closed");
        await Expect(page.Locator("td[data-label=Status]").First).ToHaveTextAsync("closed");

        await page.GetByRole(AriaRole.Link, new() { Name = "Links", Exact = true }).ClickAsync();
        await Expect(page.GetByText("1 link", new() { Exact = true })).ToBeVisibleAsync();
        await window.PictureAsync("tab-links-phone");
        await page.GetByRole(AriaRole.Link, new() { Name = "Tabs meeting", Exact = true }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex($"/meetings/{meeting}", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await window.GoAsync($"/integrations/{id}/webhooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open an address" }).ClickAsync();
        await Expect(page.GetByText("Register this at the vendor.")).ToBeVisibleAsync();
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.PictureAsync("tab-webhooks-phone");
        await page.GetByRole(AriaRole.Button, new() { Name = "I have kept it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the address" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Open an address" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private async Task<(Guid Id, Guid Meeting)> SceneAsync()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await hub.SandboxCredentialAsync("github", "api_key", "token") };
        var none = CancellationToken.None;
        var id = (await hub.Services.GetRequiredService<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", "Tabs code", fields), none)).Value;
        var meeting = (await hub.Services.GetRequiredService<MeetingService>().CreateAsync(admin, new MeetingDraft("Tabs meeting", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), none)).Value;
        var issue = (await hub.Services.GetRequiredService<SearchService>().SearchAsync(admin, id, new SearchRequest(null, 5) { EntityTypes = ["issue"] }, none)).Value.Items[0];
        var linked = await hub.Services.GetRequiredService<LinkService>().LinkEntityToIntegrationAsync(admin, new LinkRequest(EntityTypes.Meeting, meeting.Id, id, issue.Id) { Copy = issue }, none);
        Assert.True(linked.IsSuccess, linked.Failure?.ToString());
        return (id, meeting.Id);
    }
}
