using System.Text.RegularExpressions;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Meetings and calendars: events become meetings, likely matches are linked together, and one's meetings get an address.</summary>
[Collection(BrowserCollection.Name)]
public sealed class MeetingCalendarTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        await OAuthPerson.ConnectAsync(_hub.Services, admin, "google_calendar", SandboxAccounts.Ada, name: "Team calendar");
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Person_ImportsEvents_SeesThemAmongTheMeetings_AndImportsNothingTwice()
    {
        await using var window = await browser.OpenAsync(_hub, height: 1000);
        await window.SignInAsync("user@acme.test");
        await window.GoAsync("/meetings");
        var before = await CountAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Import meetings" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show events" }).ClickAsync();
        var import = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Import [0-9]+ meetings?$") });
        await Expect(import).ToBeEnabledAsync();
        await window.InEveryLookAsync("meeting-import");

        // Ticks the rest too, and then takes all ticks away. The rows follow a round trip later.
        var all = window.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose all on this page" });
        var call = window.Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = Named("^Choose Customer call: Northwind") }).First;
        await all.CheckAsync();
        await Expect(call).ToBeCheckedAsync();
        await all.UncheckAsync();
        await Expect(call).Not.ToBeCheckedAsync();
        await call.CheckAsync();
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Import 1 meeting", Exact = true })).ToBeEnabledAsync();
        await import.DblClickAsync();

        await Expect(window.Page.GetByText("1 meeting was imported.")).ToBeVisibleAsync();
        await Expect(call).ToBeDisabledAsync();
        await window.InEveryLookAsync("meeting-imported");
        Assert.Equal(before + 1, await CountAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_ReviewsLikelyMatches_AndLinksThemTogether()
    {
        await using var window = await browser.OpenAsync(_hub, height: 1000);
        await window.SignInAsync("user@acme.test");
        await window.GoAsync("/meetings");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Link likely matches" }).ClickAsync();
        var link = window.Page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Link [0-9]+ meetings?$") });
        await Expect(link).ToBeEnabledAsync();
        await Expect(window.Page.GetByText("same time, same title, all 4 attendees").First).ToBeVisibleAsync();
        await window.InEveryLookAsync("meeting-matches");

        await link.ClickAsync();

        await Expect(window.Page.GetByText(Named("meetings? [aerswe]+ linked"))).ToBeVisibleAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the meetings" }).ClickAsync();
        await Expect(window.Page.GetByText("1 linked").First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_MakesTheAddress_ACalendarReadsIt_AndRemovingEndsIt()
    {
        await using var window = await browser.OpenAsync(_hub, height: 900);
        await window.SignInAsync("user@acme.test");
        await window.GoAsync("/meetings/subscribe");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make the address" }).ClickAsync();
        var field = window.Page.GetByLabel("Address of your meetings", new() { Exact = true });
        await Expect(field).ToBeVisibleAsync();
        await window.InEveryLookAsync("meeting-feed");
        var address = await field.InputValueAsync();
        using var client = _hub.Anonymous();

        Assert.StartsWith("BEGIN:VCALENDAR", await client.GetStringAsync(new Uri(address)), StringComparison.Ordinal);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Remove the address" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Remove it" }).ClickAsync();
        await Expect(window.Page.GetByText("You have no address yet")).ToBeVisibleAsync();
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync(new Uri(address))).StatusCode);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_MakesAnEventOfAMeeting_AndItIsLinkedByItself()
    {
        await using var window = await browser.OpenAsync(_hub, height: 1000);
        var (page, meeting) = (window.Page, await MeetingAsync("Planning of the spring release"));
        await window.SignInAsync("user@acme.test");
        await window.GoAsync($"/meetings/{meeting}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Create event" }).ClickAsync();
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("Planning of the spring release");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Run ") }).ClickAsync();
        await Expect(page.GetByText("The event is linked to the meeting.")).ToBeVisibleAsync();
        await window.InEveryLookAsync("meeting-event-made");

        // Undone and done again, as links are.
        var made = page.Locator(".made-link");
        await made.GetByRole(AriaRole.Button, new() { Name = "Unlink" }).ClickAsync();
        await Expect(page.GetByText("The event is not linked to the meeting.")).ToBeVisibleAsync();
        await made.GetByRole(AriaRole.Button, new() { Name = "Link", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The event is linked to the meeting.")).ToBeVisibleAsync();

        await made.GetByRole(AriaRole.Link, new() { Name = "Open the meeting" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article)).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Article)).ToContainTextAsync("Planning of the spring release");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Person_WithVeryManyCalendars_FindsTheOneByItsName()
    {
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        foreach (var number in Enumerable.Range(1, 8))
        {
            await OAuthPerson.ConnectAsync(_hub.Services, admin, "google_calendar", SandboxAccounts.Ada, name: $"Room {number}");
        }

        await using var window = await browser.OpenAsync(_hub, height: 1000);
        var (page, meeting) = (window.Page, await MeetingAsync("Where to meet"));
        await window.SignInAsync("user@acme.test");
        await window.GoAsync($"/meetings/{meeting}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create event" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Named("^Room 3") })).ToBeVisibleAsync();
        await window.InEveryLookAsync("meeting-calendars");
        await page.GetByLabel("Search calendars").FillAsync("room 7");
        await Expect(page.GetByRole(AriaRole.Link, new() { NameRegex = Named("^Room ") })).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { NameRegex = Named("^Room 7") }).PressAsync("Enter");
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("Where to meet");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Owner_GivesAnIntegrationToAColleague_WhoIsTold()
    {
        var user = await OAuthPerson.CallerOfAsync(_hub.Services, "user@acme.test");
        var own = await OAuthPerson.ConnectAsync(_hub.Services, user, "google_calendar", SandboxAccounts.Ada, InstanceLevel.User, "My calendar");
        await using var window = await browser.OpenAsync(_hub, height: 1000);
        await window.SignInAsync("user@acme.test");
        await window.GoAsync($"/integrations/{own}/manage");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Give to someone else" }).ClickAsync();
        await window.Page.GetByLabel("Their e-mail address").FillAsync("nobody@acme.test");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Give it away" }).ClickAsync();
        await Expect(window.Page.GetByText("No one of your organization who can sign in has this e-mail address.")).ToBeVisibleAsync();
        await window.InEveryLookAsync("transfer");

        await window.Page.GetByLabel("Their e-mail address").FillAsync("admin@acme.test");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Give it away" }).ClickAsync();
        await Expect(window.Page).ToHaveURLAsync(new Uri(_hub.Address, "/integrations").ToString());

        await using var other = await browser.OpenAsync(_hub);
        await other.SignInAsync("admin@acme.test");
        await other.GoAsync("/notices");
        await Expect(other.Page.GetByText("'My calendar' was handed over and is not connected yet.")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private static Regex Named(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<Guid> MeetingAsync(string title)
    {
        var user = await OAuthPerson.CallerOfAsync(_hub.Services, "user@acme.test");
        var start = new DateTimeOffset(DateTime.UtcNow.Date.AddDays(3).AddHours(13), TimeSpan.Zero);
        return (await _hub.Services.GetRequiredService<MeetingService>().CreateAsync(user, new MeetingDraft(title, start, start.AddMinutes(45)) { Location = "Room of the team" }, CancellationToken.None)).Value.Id;
    }

    private async Task<int> CountAsync()
    {
        var user = await OAuthPerson.CallerOfAsync(_hub.Services, "user@acme.test");
        return (await _hub.Services.GetRequiredService<MeetingService>().ListAsync(user, new MeetingFilter(), new PageRequest(), CancellationToken.None)).Value.Total;
    }
}
