#pragma warning disable MA0009 // What is searched is our own page.
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Integrations.Core.Activity;
using Integrations.Core.Demo;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>Someone whose browser asks for German, and programs, which are always spoken to in English.</summary>
[Collection(BrowserCollection.Name)]
public sealed partial class LanguageStoryTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Pages_ForABrowserThatAsksForGerman_AreGerman_UntilEnglishIsChosen()
    {
        await using var window = await browser.OpenAsync(hub, language: "de-DE");
        var page = window.Page;
        var heading = page.GetByRole(AriaRole.Heading, new() { Level = 1 });
        await page.GotoAsync("/account/sign-in");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(heading).ToHaveTextAsync("Anmelden");
        await window.InEveryLookAsync("sign-in-german");

        await SignInAsync(page, "admin@acme.test");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(heading).ToHaveTextAsync("Übersicht");
        await Expect(page).ToHaveTitleAsync("Übersicht · Integrations");
        await Expect(page.Locator("#rail").GetByRole(AriaRole.Link, new() { Name = "Katalog" })).ToBeVisibleAsync();
        await window.InEveryLookAsync("dashboard-german");

        await page.Locator("details.account > summary").ClickAsync();
        await page.GetByLabel("Sprache").SelectOptionAsync("en");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(heading).ToHaveTextAsync("Dashboard");

        await window.GoAsync("/catalog");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await Expect(heading).ToHaveTextAsync("Catalog");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Activity_OfSomebodyElse_IsToldInTheLanguageOfWhoLooks()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        await using var scope = hub.Services.CreateAsyncScope();
        var created = await scope.ServiceProvider.GetRequiredService<InstanceService>()
            .CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = "Watched in German" }), CancellationToken.None);
        var log = hub.Services.GetRequiredService<ActivityLog>();
        await log.RecordAsync(Tested(), CancellationToken.None);
        await using var window = await browser.OpenAsync(hub, language: "de-DE");
        await window.Page.GotoAsync("/account/sign-in");
        await SignInAsync(window.Page, "admin@acme.test");
        await window.GoAsync("/activity");
        await Expect(window.Page.Locator(".skeleton")).ToHaveCountAsync(0);

        // From outside any request: the page is drawn again by the code that records, who speaks no German.
        await log.RecordAsync(Tested(), CancellationToken.None);

        await Expect(window.Page.Locator(".newer")).ToHaveTextAsync(New());
        await Expect(window.Page.GetByRole(AriaRole.Columnheader, new() { Name = "Ergebnis" })).ToBeVisibleAsync();

        ActivityEntry Tested() => log.Entry(admin, created.Value.Instance.OrganizationId, created.Value.Id, isPrivate: false, ActivityTypes.Test, TimeSpan.Zero);
    }

    [Fact]
    public async Task Api_AskedInGerman_AnswersInEnglish()
    {
        using var client = hub.Anonymous();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("de");
        client.DefaultRequestHeaders.Add("Cookie", "hub-language=de");

        using var refused = await client.PostAsJsonAsync("/api/auth/token", new { email = "nobody@acme.test", password = "wrong" });
        var said = await refused.Content.ReadAsStringAsync();

        Assert.False(refused.IsSuccessStatusCode);
        Assert.Contains("not right", said, StringComparison.Ordinal);
    }

    [GeneratedRegex("^[0-9]+ neue – anzeigen$")]
    private static partial Regex New();

    private static async Task SignInAsync(IPage page, string email)
    {
        await page.Locator("#email").FillAsync(email);
        await page.Locator("#password").FillAsync(DemoOptions.DefaultPassword);
        await page.Locator("form:has(#email) button[type=submit]").ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
    }
}
