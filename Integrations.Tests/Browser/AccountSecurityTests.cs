using Deque.AxeCore.Playwright;
using Integrations.Core.Access.SecondFactors;
using Integrations.Core.Demo;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.Browser;

/// <summary>What people do to keep their account theirs. A hub of its own: what they do changes how they sign in.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccountSecurityTests(Infrastructure.Browser browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task S4_Person_TurnsASecondFactorOn_SignsInWithIt_AndAnAdministratorResetsIt()
    {
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Set up a second factor" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code of the key" })).ToBeVisibleAsync();
        await LookAsync(page);
        await window.PictureAsync("second-factor-key");

        var key = Base32.Decode((await page.Locator("code.typed").InnerTextAsync()).Replace(" ", "", StringComparison.Ordinal));
        await page.GetByLabel("Code that the app shows now").FillAsync(Totp.CodeAt(key, Totp.StepAt(TimeProvider.System.GetUtcNow())));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(page.Locator(".codes li")).ToHaveCountAsync(10);
        await LookAsync(page);
        await window.PictureAsync("second-factor-codes");
        var recovery = await page.Locator(".codes code").First.InnerTextAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await page.GotoAsync("/account/second-factor");
        await LookAsync(page);

        await using var another = await browser.OpenAsync(_hub);
        await another.Page.GotoAsync("/account/sign-in");
        await another.Page.GetByLabel("E-mail address").FillAsync("user@acme.test");
        await another.Page.GetByLabel("Password").FillAsync(DemoOptions.DefaultPassword);
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await LookAsync(another.Page);
        await another.PictureAsync("sign-in-code");
        await another.Page.GetByLabel("Code").FillAsync(recovery);
        await another.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await another.Page.Locator(".shell[data-interactive=true]").WaitForAsync();

        await using var admin = await browser.OpenAsync(_hub);
        await admin.SignInAsync("admin@acme.test");
        await admin.GoAsync("/members");
        var row = admin.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "user@acme.test" });
        await row.GetByRole(AriaRole.Button, new() { Name = "Reset second factor" }).ClickAsync();
        await row.GetByRole(AriaRole.Group).GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(row.GetByText("Second factor", new() { Exact = true })).ToHaveCountAsync(0);
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
        Assert.Empty(another.Complaints);
        Assert.Empty(admin.Complaints);
    }

    private static async Task LookAsync(IPage page)
    {
        var found = await page.RunAxe();
        Assert.True(found.Violations.Length == 0, string.Join(Environment.NewLine, found.Violations.Select(v => $"{page.Url}: {v.Id}: {string.Join(" | ", v.Nodes.Select(n => n.Html))}")));
    }
}
