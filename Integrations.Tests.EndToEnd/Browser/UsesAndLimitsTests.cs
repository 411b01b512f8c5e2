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
    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Administrator_ChoosesUses_BeforeTheVendorIsAsked(ColorScheme scheme, int width)
    {
        await using var window = await browser.OpenAsync(hub, width, height: 900, scheme);
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
        await window.PictureAsync($"uses-{scheme}-{width}".ToLowerInvariant());
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.AccessibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 360)]
    public async Task Administrator_SeesWhatIsLeftOfTheVendorsLimits(ColorScheme scheme, int width)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["apiKey"] = await hub.SandboxCredentialAsync("linear", "api_key", "apiKey") };
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var created = await hub.Services.GetRequiredService<IntegrationActions>()
            .CreateOrganizationIntegrationAsync(admin, new CreateIntegration("linear", $"Issues {scheme} {width}", fields), CancellationToken.None);
        await using var window = await browser.OpenAsync(hub, width, height: 900, scheme);
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync($"/integrations/{created.Value}");

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Limits of Linear" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("requests left")).ToBeVisibleAsync();
        await window.PictureAsync($"limits-{scheme}-{width}".ToLowerInvariant());
        Assert.Equal(width, await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await window.AccessibleAsync();
        Assert.Empty(window.Complaints);
    }
}
