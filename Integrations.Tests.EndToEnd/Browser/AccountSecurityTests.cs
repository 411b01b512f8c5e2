using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.SecondFactors;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What people do to keep their account theirs. A hub of its own: what they do changes how they sign in.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccountSecurityTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new HubApp().With("Auth:SessionCheck", "00:00:01");

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("S4")]
    public async Task Person_TurnsASecondFactorOn_SignsInWithIt_AndAnAdministratorResetsIt()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Set up a second factor" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of the key" })).ToBeVisibleAsync();
        await window.AccessibleAsync();
        await window.InEveryLookAsync("second-factor-key");

        var key = Base32.Decode((await page.Locator("code.typed").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        await page.GetByLabel("Code that the app shows now").FillAsync(Totp.CodeAt(key, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        await window.AccessibleAsync();
        await window.InEveryLookAsync("second-factor-codes");
        var recovery = await page.Locator(".codes code").First.InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await page.GotoAsync("/account/second-factor");
        await window.AccessibleAsync();

        await using var another = await browser.OpenAsync(_hub);
        await another.Page.GotoAsync("/account/sign-in");
        await another.Page.GetByLabel("E-mail address").FillAsync("user@acme.test");
        await another.Page.GetByLabel("Password").FillAsync(DemoOptions.DefaultPassword);
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(another.Page.GetByLabel("Code")).ToBeVisibleAsync();
        await another.AccessibleAsync();
        await another.InEveryLookAsync("sign-in-code");
        await another.Page.GetByLabel("Code").FillAsync(recovery);
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await another.Page.Locator(".shell[data-interactive=true]").WaitForAsync();

        await using var admin = await browser.OpenAsync(_hub);
        await admin.SignInAsync("admin@acme.test");
        await admin.GoAsync("/members");
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "user@acme.test" });
        await row.GetByRole(AriaRole.Button, new() { Name = "More for" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Reset second factor" }).ClickAsync();
        await admin.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Reset the second factor of" }).ClickAsync();
        await Expect(row.GetByText("Second factor", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
        Assert.Empty(another.Complaints);
        Assert.Empty(admin.Complaints);
    }

    [Fact, Proves("S5")]
    public async Task Administrator_ConfirmsThePasswordInPlace_AndTheActIsDone()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await MakeStaleAsync("admin@acme.test");
        await window.GoAsync("/tokens/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nightly report");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create token" }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Form, new() { Name = "Confirm your password" });
        await confirm.GetByLabel("Your password").FillAsync("not the password");
        await confirm.GetByRole(AriaRole.Button, new() { Name = "Confirm and go on" }).ClickAsync();
        await Expect(confirm.GetByRole(AriaRole.Alert)).ToContainTextAsync("The password is not right");
        await window.AccessibleAsync();
        await window.InEveryLookAsync("confirm-in-place");

        await confirm.GetByLabel("Your password").FillAsync(DemoOptions.DefaultPassword);
        await confirm.GetByRole(AriaRole.Button, new() { Name = "Confirm and go on" }).ClickAsync();

        await Expect(page.GetByLabel("Token", new() { Exact = true })).Not.ToBeEmptyAsync();
        await Expect(page.GetByText("Nightly report is ready.")).ToBeVisibleAsync();
    }

    [Fact, Proves("S2", "B2")]
    public async Task Person_EndsAnotherSession_AndItsOpenPageIsShut()
    {
        await using var mine = await browser.OpenAsync(_hub);
        await using var other = await browser.OpenAsync(_hub);
        await mine.SignInAsync("user@acme.test");
        await other.SignInAsync("user@acme.test");
        await other.GoAsync("/tokens");
        await mine.Page.GotoAsync("/account");
        await mine.AccessibleAsync();
        await mine.InEveryLookAsync("sessions");

        await mine.Page.GetByRole(AriaRole.Button, new() { Name = "End the session of Chrome on Linux" }).ClickAsync();

        await Expect(mine.Page.GetByRole(AriaRole.Button, new() { Name = "End the session of" })).ToHaveCountAsync(0);
        await Expect(other.Page.GetByText("Sign in to go on")).ToBeVisibleAsync();
        await mine.GoAsync("/tokens");
    }

    private async Task MakeStaleAsync(string email)
    {
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var user = await db.Users.SingleAsync(u => u.Email == email);
        var before = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(11);
        await db.Sessions.Where(s => s.UserId == user.Id).ExecuteUpdateAsync(set => set.SetProperty(s => s.AuthenticatedAt, before));
        foreach (var session in await db.Sessions.Where(s => s.UserId == user.Id).Select(s => s.Id).ToListAsync())
        {
            _hub.Services.GetRequiredService<UserDirectory>().ForgetSession(session);
        }
    }
}
