using System.Text.RegularExpressions;
using Integrations.Core.Linking;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator reviews which accounts in connected systems are whose: links the likely ones together, one alone, and refuses one.</summary>
[Collection(BrowserCollection.Name)]
public sealed class AccountsStoryTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new();

    public async ValueTask InitializeAsync()
    {
        await _hub.InitializeAsync();
        var admin = await OAuthPerson.CallerOfAsync(_hub.Services, "admin@acme.test");
        await OAuthPerson.ConnectAsync(_hub.Services, admin, "slack", SandboxAccounts.Ada, name: "Team chat");
        await OAuthPerson.ConnectAsync(_hub.Services, admin, "jira", SandboxAccounts.Ada, name: "Tickets");
        var people = _hub.Services.GetRequiredService<PersonService>();
        foreach (var (name, email) in new[] { ("Dmitri Volkov", "dmitri@private.test"), ("Benedict of sales", "farid@acme.test") })
        {
            Assert.True((await people.CreateAsync(admin, new PersonDraft(name) { Email = email }, CancellationToken.None)).IsSuccess);
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task Admin_ReviewsAccounts_LinksAndRefusesThem()
    {
        await using var window = await browser.OpenAsync(_hub, width: 1440, height: 1000);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/people");
        await page.GetByRole(AriaRole.Link, new() { Name = "Find accounts" }).ClickAsync();
        var link = page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Link [0-9]+ accounts$") });
        await Expect(link).ToBeEnabledAsync();
        await Expect(page.GetByText("Likely", new() { Exact = true }).First).ToBeVisibleAsync();
        await Expect(page.GetByText("Doubtful", new() { Exact = true }).First).ToBeVisibleAsync();
        await window.InEveryLookAsync("people-accounts");

        // By the keyboard alone: one that is only of the same name is not theirs.
        var refuse = page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Not theirs: .* for Dmitri Volkov$") }).First;
        await refuse.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("is not proposed for").First).ToBeVisibleAsync();

        await link.ClickAsync();
        await Expect(page.GetByText("accounts were linked.").First).ToBeVisibleAsync();
        await Expect(page.GetByText("Likely", new() { Exact = true })).ToHaveCountAsync(0);
        await window.InEveryLookAsync("people-accounts-linked");

        await page.GetByRole(AriaRole.Link, new() { Name = "Refused", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Propose again: .* for Dmitri Volkov$") })).ToBeVisibleAsync();
        await window.InEveryLookAsync("people-accounts-refused");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = Named("^Propose again: ") }).PressAsync("Enter");
        await Expect(page.GetByText("Nothing was refused")).ToBeVisibleAsync();

        await window.GoAsync("/people?q=ada");
        await Expect(page.GetByText("2 linked").First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Member_DoesNotSeeTheReview()
    {
        await using var window = await browser.OpenAsync(_hub);
        await window.SignInAsync("user@acme.test");
        await window.GoAsync("/people");

        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "New person" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Find accounts" })).ToHaveCountAsync(0);
        await window.Page.GotoAsync("/people/accounts");
        await Expect(window.Page).ToHaveURLAsync(Named("/account/denied"));
    }

    private static Regex Named(string pattern) => new(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
}
