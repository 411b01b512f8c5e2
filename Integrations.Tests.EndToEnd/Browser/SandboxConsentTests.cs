using System.Text.RegularExpressions;
using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>The sandbox's own pages as people see them.</summary>
[Collection(BrowserCollection.Name)]
public sealed class SandboxConsentTests(Chromium browser, HubApp hub)
{
    private static readonly (string Vendor, string Address)[] Consents =
    [
        ("github", "github.com/login/oauth/authorize?client_id=sandbox-github-client&scope=read:user%20user:email%20repo%20read:org"),
        ("google", "accounts.google.com/o/oauth2/v2/auth?client_id=sandbox-google_calendar-client&response_type=code&scope=openid%20https://www.googleapis.com/auth/userinfo.email%20https://www.googleapis.com/auth/userinfo.profile%20https://www.googleapis.com/auth/calendar.events%20https://www.googleapis.com/auth/calendar.calendarlist.readonly"),
        ("slack", "slack.com/oauth/v2/authorize?client_id=sandbox-slack-client&user_scope=channels:read,groups:read,users:read,users:read.email,chat:write,channels:write,groups:write,search:read,channels:history"),
    ];

    [Theory]
    [InlineData(1440, 900, ColorScheme.Light)]
    [InlineData(360, 740, ColorScheme.Dark)]
    public async Task Consent_ShowsAllow_WithoutScrolling(int width, int height, ColorScheme scheme)
    {
        await using var window = await browser.OpenAsync(hub, width, height, scheme);
        foreach (var (vendor, address) in Consents)
        {
            await window.Page.GotoAsync($"/sandbox/{address}&state=s&redirect_uri={Uri.EscapeDataString(new Uri(hub.Address, "/api/integrations/oauth/callback").ToString())}");
            foreach (var name in new[] { "Allow", "Deny" })
            {
                var box = (await window.Page.GetByRole(AriaRole.Button, new() { Name = name }).BoundingBoxAsync())!;
                Assert.True(box.Y >= 0 && box.Y + box.Height <= height && box.X >= 0 && box.X + box.Width <= width, $"{vendor} {name} at {width}x{height}: {box.Y}+{box.Height}");
            }

            Assert.Empty(await window.ObstaclesAsync());
            await window.PictureAsync($"consent-{vendor}-{width}");
        }

        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Receiver_AndItsDeliveries_ShowWhatWasSent()
    {
        await using var window = await browser.OpenAsync(hub, 1440, 900);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await page.GotoAsync("/sandbox/receiver");
        var address = (await page.Locator(".address code").InnerTextAsync()).Trim();
        var receiver = page.Url;

        await window.GoAsync("/webhooks/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync($"Receiver {Guid.NewGuid().ToString("N")[..6]}");
        await page.Locator("#hook-url").FillAsync(address);
        await page.GetByLabel("Link created", new() { Exact = true }).CheckAsync();
        await page.Locator("#hook-secret").FillAsync("a-secret-of-this-test-alone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }).ClickAsync();
        await page.GetByText("I have kept it").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send test", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/webhooks/deliveries", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Locator("details.sent summary").First.ClickAsync();
        await Assertions.Expect(page.Locator("details.sent pre.exact").First).ToContainTextAsync("\"signature\":\"sha256=");
        await window.InEveryLookAsync("delivery-sent");

        await page.GotoAsync(receiver);
        await page.Locator("input[name=secret]").FillAsync("a-secret-of-this-test-alone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Signature holds").First).ToBeVisibleAsync();
        Assert.Empty(await window.ObstaclesAsync());
        await window.InEveryLookAsync("sandbox-receiver");
    }
}
