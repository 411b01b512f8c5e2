using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>The page about the API is a library's: it must obey our content security policy and call no one but us.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ApiPageTests(Chromium browser, HubApp hub)
{
    [Theory, Proves("B5")]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task ApiPage_ShowsTheRoutes_BreaksNoPolicy_AndAsksOnlyThisServer(ColorScheme scheme)
    {
        await using var window = await browser.OpenAsync(hub, height: 900, scheme: scheme);
        var elsewhere = new List<string>();
        window.Page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: "http" or "https" } address && address.Authority != hub.Address.Authority)
            {
                elsewhere.Add(request.Url);
            }
        };

        await window.Page.GotoAsync("/api/docs");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Integrations hub" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("/api/auth/token").First).ToBeVisibleAsync();
        // The library draws the page light first, and its colours go over to the dark ones after the words are there.
        await window.Page.WaitForFunctionAsync(
            "look => document.body.classList.contains(look) && document.getAnimations().length === 0", scheme == ColorScheme.Dark ? "dark-mode" : "light-mode");
        await window.PictureAsync($"api-page-{scheme}");

        Assert.Empty(await window.ObstaclesAsync());
        Assert.Empty(elsewhere);
        Assert.Empty(window.Complaints);
    }
}
