using System.Text.RegularExpressions;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator without a mouse. What people do at meetings without one is with the other tests of linking.</summary>
[Collection(BrowserCollection.Name)]
public sealed class KeyboardTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_DisablesSeveralAndAddsAWebhook_ByKeyboardAlone()
    {
        await EnableAsync("Keys one", "Keys two");
        await using var window = await browser.OpenAsync(hub);
        var (page, keys) = (window.Page, new Keyboard(window.Page));
        await keys.SignInAsync("admin@acme.test");

        await keys.UseAsync(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Integrations", Exact = true }));
        await keys.FillAsync(page.GetByLabel("Search integrations"), "keys");
        await Expect(page).ToHaveURLAsync(new Regex("q=keys", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await keys.TickAsync(page.GetByLabel("Choose Keys one"));
        await keys.TickAsync(page.GetByLabel("Choose Keys two"));
        await keys.ReachBackAsync(page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }));
        await keys.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Disable 2 integrations" })).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(page.GetByText("2 done, 0 failed, 0 left")).ToBeVisibleAsync();

        await keys.ReachBackAsync(page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = "Webhooks", Exact = true }));
        await keys.PressAsync("Enter");
        await keys.UseAsync(page.Locator(".page-action").GetByRole(AriaRole.Link, new() { Name = "Add webhook" }));
        await keys.FillAsync(page.GetByLabel("Name", new() { Exact = true }), "By keys");
        await keys.FillAsync(page.GetByLabel("Address"), "https://keys.example/hook");
        await keys.TickAsync(page.GetByLabel("Integration error"));
        await keys.UseAsync(page.GetByRole(AriaRole.Button, new() { Name = "Add webhook" }));
        await Expect(page.GetByLabel("Signing secret", new() { Exact = true })).ToHaveValueAsync(new Regex("^whsec_", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await keys.UseAsync(page.GetByRole(AriaRole.Link, new() { Name = "I have kept it" }));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "By keys" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private async Task EnableAsync(params string[] names)
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        foreach (var name in names)
        {
            var created = await hub.Services.GetRequiredService<InstanceService>().CreateAsync(
                admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = name }), CancellationToken.None);
            Assert.True(created.IsSuccess, created.Failure?.ToString());
        }
    }
}
