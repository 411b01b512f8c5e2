using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What an integration is to be used for, chosen before the vendor is asked, and what is left of a vendor's limits.</summary>
[Collection(BrowserCollection.Name)]
public sealed class UsesAndLimitsTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Administrator_ChoosesUses_BeforeTheVendorIsAsked()
    {
        await using var window = await browser.OpenAsync(hub, height: 900);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/catalog/jira");
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(dialog.GetByText("Create and change issues")).ToBeVisibleAsync();

        await dialog.GetByText("What will you use it for?").First.ClickAsync();
        await dialog.GetByLabel("Run actions").UncheckAsync();

        await Expect(dialog.GetByText("Create and change issues")).ToBeHiddenAsync();
        await window.InEveryLookAsync("uses");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Administrator_SeesWhatIsLeftOfTheVendorsLimits()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["apiKey"] = await hub.SandboxCredentialAsync("linear", "api_key", "apiKey") };
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var created = await hub.Services.GetRequiredService<IntegrationActions>()
            .CreateOrganizationIntegrationAsync(admin, new CreateIntegration("linear", "Issues", fields), CancellationToken.None);
        await using var window = await browser.OpenAsync(hub, height: 900);
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync($"/integrations/{created.Value}");

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Limits of Linear" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("requests left")).ToBeVisibleAsync();
        await window.InEveryLookAsync("limits");
        var gaps = await window.Page.EvaluateAsync<double[]>("""
            () => [...document.querySelectorAll('.beside > *')].map(part => part.getBoundingClientRect()).flatMap((part, index, parts) => index === 0 ? [] : [Math.round(part.top - parts[index - 1].bottom)])
            """);
        Assert.All(gaps, gap => Assert.Equal(16, gap));
        Assert.Empty(window.Complaints);
    }
}
