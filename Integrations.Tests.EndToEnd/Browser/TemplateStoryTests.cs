using Integrations.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An administrator keeps a set-up, makes the next integration from it, and puts the templates in order.</summary>
[Collection(BrowserCollection.Name)]
public sealed class TemplateStoryTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Admin_SavesATemplate_ConnectsFromIt_RenamesAndDeletesIt()
    {
        var token = await hub.SandboxCredentialAsync("github", "api_key", "token");
        await using var window = await browser.OpenAsync(hub, width: 360, height: 780);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");

        await window.GoAsync("/catalog/github");
        await ConnectAsync(page, token, "Planned code", template: null);
        await page.GetByRole(AriaRole.Link, new() { Name = "Settings", Exact = true }).ClickAsync();
        await page.GetByLabel("Description").FillAsync("For the planning round");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Settings saved")).ToBeVisibleAsync();
        await page.GetByLabel("Name of the template").FillAsync("Planning set-up");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save as template" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).GetByText("Saved as 'Planning set-up'")).ToBeVisibleAsync();

        await window.GoAsync("/catalog/github");
        await ConnectAsync(page, token, "Planned code two", "Planning set-up");
        await Expect(page.GetByText("For the planning round")).ToBeVisibleAsync();

        await window.GoAsync("/templates");
        await Expect(page.GetByText("Planning set-up")).ToBeVisibleAsync();
        await window.InEveryLookAsync("templates");

        await page.GetByRole(AriaRole.Button, new() { Name = "Rename Planning set-up" }).PressAsync("Enter");
        await Expect(page.GetByLabel("New name of Planning set-up")).ToBeFocusedAsync();
        await page.GetByLabel("New name of Planning set-up").FillAsync("Planning");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Rename Planning", Exact = true })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Use Planning", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel("Create from template")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Create from template").Locator("option:checked")).ToHaveTextAsync("Planning");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Planning", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete 'Planning'" }).ClickAsync();
        await Expect(page.GetByText("None yet")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    private static async Task ConnectAsync(IPage page, string token, string name, string? template)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "Everybody, through one account" }).CheckAsync();
        await dialog.GetByRole(AriaRole.Radio, new() { Name = "token" }).CheckAsync();
        if (template is not null)
        {
            await dialog.GetByLabel("Create from template").SelectOptionAsync(new SelectOptionValue { Label = template });
        }

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await dialog.Locator("#connect-token").FillAsync(token);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await dialog.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true })).ToBeVisibleAsync();
    }
}
