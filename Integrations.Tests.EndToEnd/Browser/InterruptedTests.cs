using System.Text.RegularExpressions;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What comes between a person and their work: each time they are told, and there is a way on.</summary>
[Collection(BrowserCollection.Name)]
public sealed class InterruptedTests(Chromium browser, HubApp hub)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Page_ReachedFromOneWithoutACircuit_ComesBackWhenItsCircuitIsGone_AndTheBandsStandOnTheScreen()
    {
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.OpenAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Meetings", Exact = true })).ToBeVisibleAsync();

        var band = await page.EvaluateAsync<double[]>("""
            () => {
              const band = document.getElementById("blazor-error-ui");
              band.style.display = "block";
              const { left, right } = band.getBoundingClientRect();
              band.style.display = "none";
              return [left, innerWidth - right, right - left];
            }
            """);
        Assert.All(band, side => Assert.True(side > 0, string.Join(' ', band)));

        // What Blazor says of a circuit that a restarted server does not know.
        await page.EvaluateAsync("() => { window.wasHereBefore = true; document.getElementById('components-reconnect-modal').classList.add('components-reconnect-rejected'); }");
        await page.WaitForFunctionAsync("() => !window.wasHereBefore");
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
        Assert.EndsWith("/meetings", page.Url, StringComparison.Ordinal);
    }

    [Fact, Proves("B9")]
    public async Task Drafts_OutliveALostCircuitAndAReload_SecretsAreNoneOfThem_AndWhatIsSentIsForgotten()
    {
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        var (lines, isDown) = (new List<IWebSocketRoute>(), false);
        await page.RouteWebSocketAsync(new Regex("/_blazor", RegexOptions.None, TimeSpan.FromSeconds(1)), line =>
        {
            if (isDown)
            {
                _ = line.CloseAsync();
                return;
            }

            line.ConnectToServer();
            lines.Add(line);
        });
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/webhooks/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Kept through the storm");
        await page.GetByLabel("Integration error").CheckAsync();
        await page.GetByLabel("Address").FillAsync("https://ops.example/key/sesame");
        await page.GetByLabel("Signing secret").FillAsync("open-sesame-open-sesame");

        isDown = true;
        foreach (var line in lines.ToList())
        {
            await line.CloseAsync();
        }

        await Expect(page.GetByText("The connection to the hub was lost")).ToBeVisibleAsync();
        await window.InEveryLookAsync("connection-lost");
        isDown = false;
        await Expect(page.GetByText("The connection to the hub was lost")).ToBeHiddenAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Kept through the storm");

        await page.ReloadAsync();
        await Expect(page.GetByText("What you had typed here before was brought back")).ToBeVisibleAsync();
        await window.InEveryLookAsync("draft-brought-back");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Kept through the storm");
        await Expect(page.GetByLabel("Integration error")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Signing secret")).ToBeEmptyAsync();
        Assert.DoesNotContain("sesame", await page.EvaluateAsync<string>("JSON.stringify(sessionStorage)"), StringComparison.Ordinal);

        await page.GetByLabel("Address").FillAsync("https://ops.example/hook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }).ClickAsync();
        await Expect(page.GetByLabel("Signing secret", new() { Exact = true })).ToHaveValueAsync(new Regex("^whsec_", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.GoAsync("/webhooks/new");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeEmptyAsync();
    }

    [Fact]
    public async Task Meeting_DeletedBySomebodyElse_IsSaidWhenItIsSaved()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var meeting = (await Get<MeetingService>().CreateAsync(admin, new MeetingDraft("Soon gone", DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow.AddHours(2)), None)).Value.Id;
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("user@acme.test");
        await window.GoAsync($"/meetings/{meeting}/edit");
        await window.Page.GetByLabel("Title").FillAsync("Still here?");
        Assert.True((await Get<MeetingService>().DeleteAsync(admin, meeting, None)).IsSuccess);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("no such meeting");
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Meetings", Exact = true }).First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Integration_DeletedBySomebodyElse_IsSaidWhenItIsUsed()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var id = (await Get<InstanceService>().CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Soon gone too" }), None)).Value.Id;
        await using var window = await browser.OpenAsync(hub);
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync($"/integrations/{id}/manage");
        Assert.True((await Get<InstanceService>().DeleteAsync(admin, id, None)).IsSuccess);

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText("Nothing was changed")).ToBeVisibleAsync();
        await window.PictureAsync("integration-gone-toast");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Connection", Exact = true }).ClickAsync();
        await window.Page.ReloadAsync();

        await Expect(window.Page.GetByText("It was deleted, or it belongs to someone else.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the integrations" })).ToBeVisibleAsync();
    }

    [Fact, Proves("B2")]
    public async Task Administrator_WhoseRoleIsTakenAway_IsToldWithinAMinute_AndMayGoOn()
    {
        var super = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var invited = await Get<MemberService>().InviteAsync(super, new NewMember("brief@acme.test", "Brief Admin", Integrations.Core.Permissions.Role.TenantAdmin), None);
        Assert.True(invited.IsSuccess, invited.Failure?.ToString());
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        var invitation = invited.Value;
        await page.GotoAsync(invitation.Path.Reveal());
        await page.GetByLabel("New password").FillAsync("a few unrelated words");
        await page.GetByLabel("The same again").FillAsync("a few unrelated words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
        await window.GoAsync("/members");

        Assert.True((await Get<MemberService>().ChangeRoleAsync(super, invitation.Member.Id, Integrations.Core.Permissions.Role.User, None)).IsSuccess);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Members" })).ToBeHiddenAsync(new() { Timeout = 75_000 });
        await window.InEveryLookAsync("role-taken-away");
        await Expect(page.GetByRole(AriaRole.Link).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Disable_AndDeletingAMeeting_CanBeTakenBackFromTheToast()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var id = (await Get<InstanceService>().CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Off and on" }), None)).Value.Id;
        var meeting = (await Get<MeetingService>().CreateAsync(admin, new MeetingDraft("Gone and back", DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow.AddHours(2)) { Notes = "Keep me" }, None)).Value.Id;
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync($"/integrations/{id}/manage");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Off and on is disabled")).ToBeVisibleAsync();
        await window.PictureAsync("toast-undo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Off and on is enabled again")).ToBeVisibleAsync();
        Assert.NotEqual(InstanceStatus.Disabled, (await Get<InstanceService>().GetAsync(admin, id, None)).Value.Instance.Status);

        await window.GoAsync($"/meetings/{meeting}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete 'Gone and back'" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Gone and back", Level = 1 })).ToBeVisibleAsync();
        await Expect(page.GetByText("Keep me")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task QuestionMark_ShowsTheShortcuts_AndNotWhileTyping()
    {
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });

        await page.GetByLabel("Search everything connected").FocusAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(dialog).ToBeHiddenAsync();
        await page.Locator("h1").First.ClickAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(dialog).ToBeVisibleAsync();
        await window.InEveryLookAsync("shortcuts");
        Assert.Empty(await window.ObstaclesAsync());
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();
    }

    private T Get<T>()
        where T : notnull => hub.Services.GetRequiredService<T>();
}
