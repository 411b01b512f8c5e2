using Integrations.Tests.Hosting.OpenId;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator enters the organization's provider, tries it and turns it on; a member signs in with it, in a real browser.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OrganizationSignInStoryTests(Chromium browser)
{
    [Fact]
    public async Task Administrator_SetsAProviderUp_TriesIt_AndAMemberSignsInWithIt()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        await using var office = await browser.OpenAsync(bench.Hub);
        var page = office.Page;
        await office.SignInAsync("admin@acme.test");
        await office.GoAsync("/members");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign-in", Exact = true }).ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Acme ID");
        await page.GetByLabel("Issuer").FillAsync(provider.Issuer);
        await page.GetByLabel("Client id").FillAsync("hub");
        await page.GetByLabel("Client secret").FillAsync("a-secret-of-the-hub");
        await page.GetByLabel("Domains of e-mail addresses").FillAsync("acme");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Give domains only, one a line, such as acme.example.")).ToBeVisibleAsync();
        await page.GetByLabel("Domains of e-mail addresses").FillAsync("acme.test");
        await page.GetByLabel("Claim that gives roles").FillAsync("groups");
        await page.GetByLabel("Values that make administrators").FillAsync("hub-admins");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Members do not see it yet.")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Client secret")).ToHaveValueAsync("");
        Assert.Empty(await office.ObstaclesAsync());

        await page.GetByRole(AriaRole.Link, new() { Name = "Try it" }).ClickAsync();
        await Expect(page.GetByText("The provider's answer is in order")).ToBeVisibleAsync();
        await Expect(page.GetByText("user@acme.test")).ToBeVisibleAsync();
        await office.InEveryLookAsync("organization-sign-in-tried");

        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the settings" }).ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
        await page.GetByLabel("Members may sign in with it").CheckAsync();
        await page.GetByLabel("Members must: no password").CheckAsync();
        await page.GetByLabel("Who may still use a password").ClickAsync();
        await page.Locator(".mud-list-item").Filter(new() { HasText = "admin@acme.test" }).ClickAsync();
        await page.SetViewportSizeAsync(1280, 1900);
        await office.InEveryLookAsync("organization-sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("It holds from the next sign-in on.")).ToBeVisibleAsync();

        await using var window = await browser.OpenAsync(bench.Hub);
        var member = window.Page;
        await member.GotoAsync("/integrations");
        await member.GetByLabel("E-mail address").FillAsync("user@acme.test");
        await member.GetByLabel("Password").FillAsync(Core.Demo.DemoOptions.DefaultPassword);
        await member.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(member.GetByText("Your organization has its members sign in with its own provider.")).ToBeVisibleAsync();
        await window.PictureAsync("organization-sign-in-refused");
        await member.GotoAsync("/account/sign-in?returnUrl=%2Fintegrations");
        await window.PictureAsync("organization-sign-in-offered");
        await member.GetByRole(AriaRole.Link, new() { Name = "Continue with your organization" }).ClickAsync();
        await member.GetByLabel("E-mail address").FillAsync("user@acme.test");
        await window.PictureAsync("organization-sign-in-address");
        await member.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(member.GetByRole(AriaRole.Link, new() { Name = "Continue with Acme ID" })).ToBeVisibleAsync();
        await window.InEveryLookAsync("organization-sign-in-choice");
        await member.GetByRole(AriaRole.Link, new() { Name = "Continue with Acme ID" }).ClickAsync();
        await window.ArriveAtAsync("/integrations");

        Assert.DoesNotContain(window.Complaints, said => !said.Contains("400", StringComparison.Ordinal));
        Assert.Empty(office.Complaints);
    }

    [Fact]
    public async Task GermanBrowser_ReadsGerman()
    {
        await using var provider = await ForgedProvider.StartAsync();
        await using var bench = await OrganizationSignInBench.StartAsync();
        await bench.SetAsync(provider.Issuer);
        provider.Claims["email_verified"] = false;
        await using var window = await browser.OpenAsync(bench.Hub, width: 390, language: "de-DE");

        await window.Page.GotoAsync($"/signin?organization={bench.OrganizationId}");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Weiter mit Acme ID" }).ClickAsync();

        await Expect(window.Page.GetByText("Der Anbieter sagt nicht, dass Ihre E-Mail-Adresse bestätigt wurde")).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());
        await window.PictureAsync("organization-sign-in-german");
    }
}
