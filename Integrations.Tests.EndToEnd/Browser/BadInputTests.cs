using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Webhooks;
using Integrations.Core.Widgets;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Widgets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Names and vendors' answers that try to be more than text. They show as text, and nothing of them runs.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BadInputTests(Chromium browser) : IAsyncLifetime
{
    private const string Markup = "<img src=x onerror=window.hostile=1><script>window.hostile=1</script>";
    private const string RightToLeft = "\u202Eمرحبا שלום\u202C 👩‍👩‍👧‍👦 🏳️‍🌈";
    private const string ZeroWidth = "Zero\u200B\u200C\u200D\u2060\uFEFF width\u00AD\u180E";
    private static readonly string Long = new('W', 200);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly HostileVendors _vendors = new();
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync()
    {
        _hub.Serving(services => services.AddSingleton<IStartupFilter>(_vendors));
        return _hub.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Names_OfMarkupOtherDirectionsZeroWidthAndLength_ShowSafely()
    {
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        var addresses = new List<string> { "/", "/integrations", "/meetings", "/people", "/webhooks", "/audit", "/activity", "/search?q=" + Uri.EscapeDataString(Markup) };
        foreach (var name in new[] { Markup, RightToLeft, ZeroWidth, Long })
        {
            var person = await Get<PersonService>().CreateAsync(admin, new PersonDraft(Cut(name, Person.NameMaxLength)) { Email = "x@acme.test" }, None);
            var meeting = await Get<MeetingService>().CreateAsync(
                admin, new MeetingDraft(Cut(name, Meeting.TitleMaxLength), DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow.AddHours(2)) { Notes = name, Location = Cut(name, Meeting.LocationMaxLength), Attendees = [person.Value.Id] }, None);
            var changes = new InstanceChanges { Name = Cut(name, IntegrationInstance.NameMaxLength), Description = name };
            var instance = await Get<InstanceService>().CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, changes), None);
            Assert.True(instance.IsSuccess, instance.Failure?.ToString());
            var webhook = await Get<WebhookEndpointService>().CreateAsync(admin, new() { Name = Cut(name, WebhookEndpoint.NameMaxLength), Url = "https://ops.example/" + new string('w', 200), Events = [EventTypes.SyncFailed] }, None);
            addresses.AddRange([$"/people/{person.Value.Id}", $"/meetings/{meeting.Value.Id}", $"/meetings/{meeting.Value.Id}/edit", $"/integrations/{instance.Value.Id}", $"/integrations/{instance.Value.Id}/settings", $"/webhooks/{webhook.Value.Endpoint.Id}"]);
        }

        await using var window = await browser.OpenAsync(_hub, width: 360);
        var dialogs = Watch(window);
        await window.SignInAsync("admin@acme.test");
        foreach (var address in addresses)
        {
            await window.OpenAsync(address);
            await SafeAsync(window, address);
        }

        await window.OpenAsync("/meetings");
        await Expect(window.Page.GetByText(Markup).First).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Zero.*width", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).First).ToBeVisibleAsync();
        await window.PictureAsync("bad-names-phone");
        Assert.Empty(dialogs);
        Assert.Empty(window.Complaints);
    }

    [Fact, Proves("I14")]
    public async Task VendorsAnswers_OfScriptsAndMarkup_RunNothing_WhereverTheyAreShown()
    {
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        var calendar = await OAuthPerson.ConnectAsync(_hub.Services, admin, "google_calendar", SandboxAccounts.Ada);
        var code = await OAuthPerson.ConnectAsync(_hub.Services, admin, "github", SandboxAccounts.Ada);
        Guid[] others =
        [
            await OAuthPerson.ConnectAsync(_hub.Services, admin, "microsoft_outlook", SandboxAccounts.Ada), await OAuthPerson.ConnectAsync(_hub.Services, admin, "jira", SandboxAccounts.Ada),
            await OAuthPerson.ConnectAsync(_hub.Services, admin, "slack", SandboxAccounts.Ada), await OAuthPerson.ConnectAsync(_hub.Services, admin, "google_drive", SandboxAccounts.Ada), await OAuthPerson.ConnectAsync(_hub.Services, admin, "dropbox", SandboxAccounts.Ada),
        ];
        var wanted = new NewWidgetLink("Hostile", WidgetKind.Data, ["title", "description", "url", "author", "labels", "container"], []) { Entity = "issue", Rows = 50 };
        // GitHub's issues are named by their links, and none of these links is one: Jira's stay.
        var widget = (await Get<WidgetLinkService>().CreateAsync(admin, others[1], wanted, None)).Value;
        _vendors.IsOn = true;

        await using var window = await browser.OpenAsync(_hub, width: 360);
        var dialogs = Watch(window);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        foreach (var id in new[] { calendar, code }.Concat(others))
        {
            await window.OpenAsync($"/integrations/{id}/search");
            await SafeAsync(window, $"search in {id}");
        }

        await window.OpenAsync("/search?q=a");
        await Expect(page.Locator("[data-arrows] .row").First).ToBeVisibleAsync();
        await SafeAsync(window, "search everywhere");
        await window.PictureAsync("hostile-search-phone");

        await window.GoAsync("/meetings");
        await page.GetByRole(AriaRole.Link, new() { Name = "Weekly product sync" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Link event" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await SafeAsync(window, "event picker");
        await page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Article).First).ToBeVisibleAsync();
        await SafeAsync(window, "linked meeting");
        await window.PictureAsync("hostile-link-phone");

        await page.GotoAsync(EmbedEndpoints.Address(WidgetKind.Data, widget.Token.Reveal()));
        await Expect(page.Locator(".embed-rows li").First).ToBeVisibleAsync();
        await SafeAsync(window, "widget");
        Assert.Empty(dialogs);
        Assert.Empty(window.Complaints);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];

    private static List<string> Watch(BrowserPage window)
    {
        var dialogs = new List<string>();
        window.Page.Dialog += (_, dialog) =>
        {
            dialogs.Add(dialog.Message);
            _ = dialog.DismissAsync();
        };
        return dialogs;
    }

    /// <summary>Nothing ran, no payload became an element or a link that could, and nothing is pushed out of the window.</summary>
    private static async Task SafeAsync(BrowserPage window, string where)
    {
        Assert.False(await window.Page.EvaluateAsync<bool>($"'{HostileVendors.Mark}' in window"), $"{where}: something ran");
        var made = await window.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll("[onerror], [onload], [onmouseover], img[src=x], iframe, script:not([src]), a[href]")]
              .filter(element => element.tagName !== "A" || !/^(https?:|mailto:)/.test(element.href))
              .map(element => element.outerHTML)
            """);
        Assert.True(made.Length == 0, $"{where}: {string.Join(Environment.NewLine, made)}");
        var wide = await window.Page.EvaluateAsync<string[]>("""
            document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll("main *")]
              .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
              .filter(element => { for (let up = element.parentElement; up && up.tagName !== "MAIN"; up = up.parentElement) { if (getComputedStyle(up).overflowX !== "visible") return false; } return true; })
              .slice(0, 4).map(element => element.outerHTML.slice(0, 300))
            """);
        Assert.True(wide.Length == 0, $"{where} scrolls sideways: {string.Join(Environment.NewLine, wide)}");
    }

    private T Get<T>()
        where T : notnull => _hub.Services.GetRequiredService<T>();
}
