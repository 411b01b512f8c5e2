using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator makes a link to a widget, and another site's page shows it in a frame.</summary>
[Collection(BrowserCollection.Name)]
public sealed class EmbedTests(Chromium browser, HubApp hub)
{
    [Fact, Proves("B5")]
    public async Task Widget_IsShownByThePageItWasMadeFor_AndByNoOther()
    {
        var id = await ConnectedAsync();
        await using var intranet = await Site.StartAsync();
        await using var elsewhere = await Site.StartAsync();
        await using var window = await browser.OpenAsync(hub, height: 1000);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync($"/integrations/{id}/widgets");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Start page");
        await page.GetByLabel("Data: what the vendor holds").CheckAsync();
        await page.GetByLabel("Kind of thing").First.ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Repository" }).ClickAsync();
        await page.GetByLabel("Pages that may show it").FillAsync(intranet.Origin);
        await window.PictureAsync("widget-link-new");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        var frame = await page.GetByLabel("To paste into a page", new() { Exact = true }).InputValueAsync();
        var script = await page.GetByLabel("To paste into the page once", new() { Exact = true }).InputValueAsync();
        await window.InEveryLookAsync("widget-link-made");
        await window.AccessibleAsync();
        Assert.Empty(window.Complaints);
        intranet.Shows = elsewhere.Shows = frame + script;

        foreach (var (theme, scheme) in new[] { ("light", ColorScheme.Light), ("dark", ColorScheme.Dark) })
        {
            await using var reader = await browser.OpenAsync(hub, 480, 600, scheme);
            await reader.Page.GotoAsync(intranet.Origin);
            var embedded = reader.Page.FrameLocator("iframe");
            await Expect(embedded.GetByRole(AriaRole.Heading, new() { Name = "Embedded code" })).ToBeVisibleAsync();
            await Expect(embedded.GetByText("acme/").First).ToBeVisibleAsync();
            await Expect(embedded.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
            await reader.PictureAsync($"widget-embedded-{theme}");
            await reader.AccessibleAsync();
            await FitsAsync(reader.Page, embedded.Locator("html"));
            Assert.Empty(await reader.Page.Context.CookiesAsync());
            Assert.Empty(reader.Complaints);
        }

        await using var other = await browser.OpenAsync(hub, 480, 600);
        await other.Page.GotoAsync(elsewhere.Origin);
        await Eventually.ValueAsync(() => Task.FromResult(other.Complaints.Count), count => count > 0);
        Assert.Contains("frame-ancestors", Assert.Single(other.Complaints), StringComparison.Ordinal);
    }

    /// <summary>The frame has no border and is as high as what it shows, also after that became lower.</summary>
    private static async Task FitsAsync(IPage page, ILocator content)
    {
        var frame = page.Locator("iframe");
        await Expect(frame).ToHaveCSSAsync("border-top-width", "0px");
        await Expect(frame).ToHaveAttributeAsync("style", new System.Text.RegularExpressions.Regex("height: [0-9]+px", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Eventually.ValueAsync(() => GapAsync(frame, content), gap => gap == 0);
        var before = await HeightAsync(frame);

        await content.EvaluateAsync("html => html.querySelector('.embed-rows').remove()");
        await Eventually.ValueAsync(() => HeightAsync(frame), height => height < before);
        await Eventually.ValueAsync(() => GapAsync(frame, content), gap => gap == 0);
    }

    private static async Task<double> GapAsync(ILocator frame, ILocator content) =>
        await HeightAsync(frame) - await content.EvaluateAsync<double>("html => Math.ceil(html.getBoundingClientRect().height)");

    private static Task<double> HeightAsync(ILocator frame) => frame.EvaluateAsync<double>("frame => frame.getBoundingClientRect().height");

    private async Task<Guid> ConnectedAsync()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await hub.SandboxCredentialAsync("github", "api_key", "token") };
        return (await hub.Services.GetRequiredService<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", "Embedded code", fields), CancellationToken.None)).Value;
    }

    /// <summary>Someone else's site: one page with a frame.</summary>
    private sealed class Site(WebApplication app) : IAsyncDisposable
    {
        public string Origin => app.Urls.Single();

        public string Shows { get; set; } = "";

        public static async Task<Site> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            var app = builder.Build();
            var site = new Site(app);
            app.MapGet("/", () => Results.Content(
                $"<!DOCTYPE html><html lang=\"en\"><title>Intranet</title><link rel=\"icon\" href=\"data:,\"><main><h1>Intranet</h1>{site.Shows}</main></html>",
                "text/html"));
            await app.StartAsync();
            return site;
        }

        public ValueTask DisposeAsync() => app.DisposeAsync();
    }
}
