using Integrations.Tests.Api;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>A person follows a link that a program made, confirms it, and connects (SECURITY O4).</summary>
[Collection(BrowserCollection.Name)]
public sealed class ConfirmConnectionTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new HubApp().With("OAuth:ConfirmTokenStarted", "true");

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("O4")]
    public async Task Person_ConfirmsInTheBrowser_AndTheContentPolicyLetsThemGoOnToTheVendor()
    {
        using var api = await _hub.WithTokenOfAsync("admin@acme.test");
        var created = await ApiHub.SendAsync(api, "POST", "/api/tenant/integrations", new { integrationId = "github", name = "By a program" });
        var started = await ApiHub.SendAsync(api, "POST", $"/api/tenant/integrations/{created["id"].GetGuid()}/connect/oauth", new { returnUrl = "/account/sign-in" });
        await using var window = await browser.OpenAsync(_hub);
        var page = window.Page;

        await page.GotoAsync(started["authorizationUrl"].GetString()!);
        await window.PictureAsync("confirm-connection");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Go on to ", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Allow|Authorize", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)) }).First.ClickAsync();

        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("status=connected", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
    }
}
