using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>How many pages one person may have open, and what the audit page says of its chain. A hub of its own, with room for two.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OpenPagesTests(Chromium browser) : IAsyncLifetime
{
    private readonly HubApp _hub = new HubApp().With("Circuits:PerUser", "2");

    public ValueTask InitializeAsync() => _hub.InitializeAsync();

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact, Proves("B3")]
    public async Task ThirdPageOfTwo_SaysSo_AndOpensOnceAnotherIsClosed()
    {
        await using var window = await browser.OpenAsync(_hub);
        await window.SignInAsync("admin@acme.test");
        var second = await window.Page.Context.NewPageAsync();
        await second.GotoAsync("/integrations");
        await second.Locator(".shell[data-interactive=true]").WaitForAsync();

        var third = await window.Page.Context.NewPageAsync();
        await third.GotoAsync("/webhooks");
        await Expect(third.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Too many pages are open");

        await second.CloseAsync();
        // The hub hears of it in its own time.
        await using var db = await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var admin = await db.Users.Where(u => u.Email == "admin@acme.test").Select(u => u.Id).SingleAsync();
        await Eventually.ValueAsync(() => Task.FromResult(_hub.Services.GetRequiredService<OpenCircuits>().CapacityFor(admin)), room => room == CircuitCapacity.Enough);
        await third.GetByRole(AriaRole.Link, new() { Name = "Try again" }).ClickAsync();
        await third.Locator(".shell[data-interactive=true]").WaitForAsync();
        Assert.EndsWith("/webhooks", third.Url, StringComparison.Ordinal);
    }

    [Fact, Proves("L4")]
    public async Task AuditPage_SaysThatItsChainIsWhole()
    {
        await using var window = await browser.OpenAsync(_hub);
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/audit");

        await Expect(window.Page.GetByText("none was changed or taken out")).ToBeVisibleAsync();
        await window.PictureAsync("audit-chain");
        Assert.Empty(window.Complaints);
    }
}
