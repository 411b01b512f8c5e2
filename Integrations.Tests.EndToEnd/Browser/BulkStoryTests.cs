using System.Text.RegularExpressions;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator acts on many integrations at once, and comes back to see how they ended.</summary>
[Collection(BrowserCollection.Name)]
public sealed class BulkStoryTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_ChoosesSeveral_DisablesAndDeletesThem_AndComesBack()
    {
        await EnableAsync("Bulk one", "Bulk two", "Bulk three");
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync("/integrations?q=bulk");
        await page.GetByLabel("Choose Bulk one").CheckAsync();
        await page.GetByLabel("Choose Bulk two").CheckAsync();
        await Expect(page.GetByText("2 integrations chosen")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask to reconnect" }).PressAsync("Enter");
        await Expect(page.GetByText("No one is to be asked.")).ToBeVisibleAsync();
        await Expect(page.GetByText("This hub sends no mail")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Send mails" })).ToBeDisabledAsync();
        await window.InEveryLookAsync("reconnect-ask");
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("This hub sends no mail")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What depends on this" })).ToBeVisibleAsync();
        await Expect(page.Locator(".depends")).ToBeVisibleAsync();
        await window.InEveryLookAsync("bulk-confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disable 2 integrations" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/integrations/batches/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByText("2 done, 0 failed, 0 left")).ToBeVisibleAsync();
        await window.PictureAsync("bulk-progress");
        var address = new Uri(page.Url).PathAndQuery;

        await page.SetViewportSizeAsync(360, 780);
        await window.GoAsync("/integrations?q=bulk");
        await page.GetByLabel("Choose all on this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete '3 integrations'" }).ClickAsync();
        await page.GetByLabel("Type 3 integrations to go on").FillAsync("3 integrations");
        await window.PictureAsync("bulk-delete-phone");
        Assert.Equal(360, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("3 done, 0 failed, 0 left")).ToBeVisibleAsync();
        await window.InEveryLookAsync("bulk-done");

        await window.GoAsync(address);
        await Expect(page.GetByText("2 done, 0 failed, 0 left")).ToBeVisibleAsync();
        await window.GoAsync("/integrations/batches");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Deleting 3 integrations" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private async Task EnableAsync(params string[] names)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<IUserStore<User>>().FindByNameAsync("ADMIN@ACME.TEST", CancellationToken.None))!;
        var admin = new Caller(user.Id, user.OrganizationId, user.Role);
        foreach (var name in names)
        {
            var created = await hub.Services.GetRequiredService<InstanceService>().CreateAsync(
                admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = name }), CancellationToken.None);
            Assert.True(created.IsSuccess, created.Failure?.ToString());
        }
    }
}
