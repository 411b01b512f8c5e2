using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What administrators do: webhooks, tokens, members. A hub of its own, which may call a receiver on loopback.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AdministrationTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new HubApp().With("Egress:AllowedPrivateNetworks:0", "127.0.0.0/8");

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Admin_AddsAWebhook_SendsATest_AndSeesItDelivered()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/webhooks");
        await window.PictureAsync("webhooks-empty");
        await page.Locator(".page-action").GetByRole(AriaRole.Link, new() { Name = "Add webhook" }).ClickAsync();

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ops channel");
        await page.GetByLabel("Address").FillAsync(receiver.Url);
        await page.GetByLabel("Integration error").CheckAsync();
        await window.PictureAsync("webhook-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }).ClickAsync();
        await Expect(page.GetByLabel("Signing secret", new() { Exact = true })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^whsec_", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.InEveryLookAsync("webhook-secret");

        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send test" }).ClickAsync();
        var pane = page.GetByRole(AriaRole.Complementary, new() { Name = "Details" });
        await Expect(pane.GetByText("Delivered")).ToBeVisibleAsync();
        await Expect(pane.GetByLabel("Payload").GetByText("A test event, sent by hand.")).ToBeVisibleAsync();
        await window.InEveryLookAsync("delivery");

        await pane.GetByRole(AriaRole.Button, new() { Name = "Replay" }).ClickAsync();
        // Exactly: ids, signatures and durations may have these digits too.
        await Expect(pane.GetByText("200", new() { Exact = true })).ToHaveCountAsync(2);
        Assert.Single(receiver.Received.Select(r => r.Headers["webhook-id"]).Distinct(StringComparer.Ordinal));
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Admin_MakesAToken_SeesItOnce_AndRevokesIt()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/tokens/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nightly report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        await Expect(page.GetByLabel("Token", new() { Exact = true })).Not.ToBeEmptyAsync();
        await window.InEveryLookAsync("token-created");

        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Nightly report" });
        await Expect(row).ToContainTextAsync("Active");
        await window.PictureAsync("tokens");
        await row.GetByRole(AriaRole.Button, new() { Name = "Revoke" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Revoke 'Nightly report'" }).ClickAsync();
        await Expect(row).ToContainTextAsync("Revoked");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Admin_InvitesSomebody_AndCannotRemoveTheLastAdministrator()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/members/invite");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Noor Haddad");
        await page.GetByLabel("E-mail address").FillAsync("noor@acme.test");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(page.GetByLabel("Link", new() { Exact = true })).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("/account/choose-password", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await window.InEveryLookAsync("member-invited");

        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Noor Haddad" })).ToContainTextAsync("Invited");
        var me = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "(you)" });
        await me.GetByRole(AriaRole.Button, new() { Name = "More for" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make user" }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = new("^Make .* user$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await Expect(page.GetByText("This is the last administrator of the organization.")).ToBeVisibleAsync();
        await window.PictureAsync("members");
        Assert.Empty(window.Complaints);
    }
}
