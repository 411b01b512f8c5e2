using Integrations.Core.Linking;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

[Collection(BrowserCollection.Name)]
public sealed class LinkingTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        await OAuthPerson.ConnectAsync(_hub.Services, admin, "google_calendar", SandboxAccounts.Ada, name: "Team calendar");
        await OAuthPerson.ConnectAsync(_hub.Services, admin, "github", SandboxAccounts.Ada);
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task User_LinksAMeetingToItsEvent_AndUnlinksIt_ByKeyboardAlone()
    {
        await using var window = await browser.OpenAsync(_hub, height: 900);
        var (page, keys) = (window.Page, new Keyboard(window.Page));
        await keys.SignInAsync("user@acme.test");
        await keys.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }));
        await Expect(page.GetByText("Weekly product sync").First).ToBeVisibleAsync();
        await window.PictureAsync("meetings");
        await window.AccessibleAsync();

        await keys.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First);
        var opener = page.GetByRole(AriaRole.Button, new() { Name = "Link event" });
        await keys.UseAsync(opener);
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Search events" })).ToBeFocusedAsync();
        var likely = page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" }).GetByRole(AriaRole.Option).First;
        await Expect(likely).ToContainTextAsync("same time, same title, all 4 attendees");
        await window.InEveryLookAsync("event-picker");
        await window.AccessibleAsync();

        await keys.PressAsync("ArrowDown");
        await Expect(likely).ToHaveAttributeAsync("aria-selected", "true");
        await keys.PressAsync("Enter");
        var card = page.GetByRole(AriaRole.Article, new() { Name = "Weekly product sync" });
        await Expect(card).ToBeVisibleAsync();
        await Expect(opener).ToBeFocusedAsync();
        await window.InEveryLookAsync("meeting-linked");
        await window.AccessibleAsync();

        await keys.UseAsync(card.GetByRole(AriaRole.Button, new() { Name = "Unlink" }));
        await Expect(card).ToBeHiddenAsync();
        await keys.ReachBackAsync(page.GetByRole(AriaRole.Button, new() { Name = "Undo" }));
        await keys.PressAsync("Enter");
        await Expect(card).ToBeVisibleAsync();

        await keys.ReachBackAsync(opener);
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(opener).ToBeFocusedAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task EventPicker_TypingSearches_AndEscapeReturnsTheFocus()
    {
        await using var window = await SignedInAsync();
        await window.GoAsync($"/meetings/{await MeetingAsync("Weekly product sync")}");

        var opener = window.Page.GetByRole(AriaRole.Button, new() { Name = "Link event" });
        await opener.ClickAsync();
        var box = window.Page.GetByRole(AriaRole.Combobox, new() { Name = "Search events" });
        await box.PressSequentiallyAsync("onboarding");
        await Expect(window.Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).Filter(new() { HasText = "Design review" }).First).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Group, new() { Name = "Likely matches" })).ToBeHiddenAsync();
        await window.PictureAsync("event-picker-search");

        await box.PressAsync("Escape");
        await Expect(box).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task EventPicker_OnAPhone_IsAFullPage()
    {
        await using var window = await SignedInAsync(390, 844);
        await window.GoAsync("/meetings");
        await window.PictureAsync("meetings-phone");
        await window.GoAsync($"/meetings/{await MeetingAsync("Design review: onboarding")}");
        await window.PictureAsync("meeting-phone");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Link event" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await window.PictureAsync("event-picker-phone");

        Assert.Equal(390, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var picker = await window.Page.GetByRole(AriaRole.Complementary, new() { Name = "Link an event" }).BoundingBoxAsync();
        Assert.Equal((390, 844), ((int)picker!.Width, (int)picker.Height));
    }

    [Fact]
    public async Task User_LinksAPersonToAnIssue()
    {
        await using var window = await SignedInAsync();
        await window.GoAsync("/people");
        await Expect(window.Page.GetByText("Ada Lindqvist")).ToBeVisibleAsync();
        await window.PictureAsync("people");
        await window.AccessibleAsync();

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Ada Lindqvist" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Link issue" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await window.InEveryLookAsync("issue-picker");
        await window.AccessibleAsync();

        await window.Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await window.InEveryLookAsync("person-linked");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task User_BringsOldCredentialsOver()
    {
        await using var window = await SignedInAsync();
        await window.GoAsync("/connections");
        var bring = window.Page.GetByRole(AriaRole.Button, new() { Name = "Bring Jira over" });
        await Expect(bring).ToBeVisibleAsync();
        await window.PictureAsync("migration");
        await window.AccessibleAsync();

        await bring.ClickAsync();
        await Expect(window.Page.GetByText("It is one of your own integrations now.")).ToBeVisibleAsync();
        await Expect(bring).ToBeHiddenAsync();
        await window.InEveryLookAsync("migration-done");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task User_WritesDownAMeeting_ChangesAndDeletesIt()
    {
        await using var window = await SignedInAsync();
        await window.GoAsync("/meetings/new");
        await window.InEveryLookAsync("meeting-new");
        await window.AccessibleAsync();
        await window.Page.GetByLabel("Title").FillAsync("Budget round");
        await window.Page.GetByLabel("From", new() { Exact = true }).FillAsync("16:00");
        await window.Page.GetByLabel("Until", new() { Exact = true }).FillAsync("15:00");
        await window.Page.GetByLabel("Ben Okafor").CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByText("The end must be after the start.")).ToBeVisibleAsync();

        await window.Page.GetByLabel("Until", new() { Exact = true }).FillAsync("17:00");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Budget round" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("16:00 – 17:00").First).ToBeVisibleAsync();

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete 'Budget round'" }).ClickAsync();
        await window.ArriveAtAsync("/meetings");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Budget round" })).ToBeHiddenAsync();
        Assert.Empty(window.Complaints);
    }

    private async Task<BrowserPage> SignedInAsync(int width = 1280, int height = 900)
    {
        var window = await browser.OpenAsync(_hub, width, height);
        await window.SignInAsync("user@acme.test");
        return window;
    }

    private async Task<Guid> MeetingAsync(string title)
    {
        var user = await OAuthPerson.CallerOfAsync(_hub.Services, "user@acme.test");
        var today = new DateTimeOffset(DateTime.UtcNow.Date, TimeSpan.Zero);
        var found = await _hub.Services.GetRequiredService<MeetingService>().ListAsync(user, new MeetingFilter(title, today, today.AddDays(1)), new PageRequest(), CancellationToken.None);
        return found.Value.Items[0].Id;
    }
}
