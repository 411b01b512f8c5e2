using Integrations.Core.Diagnostics;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>How a real browser reaches the hub: by plain http on this machine, and through a proxy that lets no WebSocket through.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ReachedTests(Chromium browser)
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task OutsideDevelopment_OnLoopback_APersonSignsInByPlainHttp(string host)
    {
        await using var hub = new HubApp().InEnvironment("Staging").With("Demo:Seed", "true");
        await hub.InitializeAsync();
        await using var window = await browser.OpenAsync(hub, host: host);

        await window.SignInAsync("user@acme.test");
        await window.GoAsync("/integrations");

        Assert.Empty(window.Complaints);
        Assert.All(await window.Page.Context.CookiesAsync(), cookie => Assert.False(cookie.Secure));
    }

    [Fact]
    public async Task WithoutWebSocket_ThePageWorksAndSaysSo_AndTheDoctorNamesTheSetting()
    {
        await using var hub = new HubApp().Serving(services => services.AddSingleton<IStartupFilter, NoSockets>());
        await hub.InitializeAsync();
        await using var window = await browser.OpenAsync(hub);

        await window.SignInAsync("user@acme.test");
        await window.GoAsync("/integrations");
        await Expect(window.Page.Locator("#without-socket")).ToBeVisibleAsync();

        var findings = (await hub.Services.GetRequiredService<Doctor>().ExamineAsync(new Caller(null, null, Role.SuperAdmin), default)).Value;
        var socket = findings.Single(f => f.Check == "WebSocket");
        Assert.Equal(FindingSeverity.Warning, socket.Severity);
        Assert.Contains("proxy_set_header Upgrade", socket.Remedy, StringComparison.Ordinal);
    }

    /// <summary>A proxy that does not know the header: it is for one hop, so it ends there.</summary>
    private sealed class NoSockets : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Request.Headers.Remove("Upgrade");
                context.Request.Headers.Remove("Sec-WebSocket-Key");
                return rest(context);
            });
            next(app);
        };
    }
}
