using System.Text.RegularExpressions;
using Integrations.Core.Demo;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>An action is filled in: what it names is found at the vendor, by keyboard and by mouse, and is there the next time.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ActionFormStoryTests(Chromium browser, HubApp hub)
{
    [Fact]
    public async Task Person_FindsTheRepository_CreatesAnIssue_AndFindsItsChoiceAgain()
    {
        var id = await ConnectedAsync("github", "token", "Code with forms");
        await using var window = await browser.OpenAsync(hub, height: 1000);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await window.GoAsync($"/integrations/{id}/actions?action=create_issue");

        var repository = page.GetByRole(AriaRole.Combobox, new() { Name = "Repository" });
        await repository.PressSequentiallyAsync("widgets");
        await Expect(page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await window.InEveryLookAsync("action-look-up");
        await repository.PressAsync("ArrowDown");
        await Expect(repository).ToHaveAttributeAsync("aria-activedescendant", "action-repository-choice-0");
        await repository.PressAsync("Enter");
        await Expect(repository).ToHaveValueAsync(new Regex("^[a-z-]+/[a-z-]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        // Enter took the choice and did not send the form.
        await Expect(page.GetByText("Title is required")).ToHaveCountAsync(0);
        var chosen = await repository.InputValueAsync();
        await page.GetByLabel("Title").FillAsync("A sprocket that squeaks");

        await page.GetByRole(AriaRole.Button, new() { Name = "Run '" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "A sprocket that squeaks" }).First).ToBeVisibleAsync();

        await window.GoAsync($"/integrations/{id}/actions?action=create_issue");
        await Expect(repository).ToHaveValueAsync(chosen);
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("");
        await page.GetByRole(AriaRole.Button, new() { Name = "Fill in all of it" }).ClickAsync();
        await Expect(page.GetByLabel("Title")).ToHaveValueAsync("A sprocket that squeaks");
        await window.InEveryLookAsync("action-last-time");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task Form_ForABrowserThatAsksForGerman_IsGerman_ChoicesToo()
    {
        var id = await ConnectedAsync("github", "token", "Code in German");
        await using var window = await browser.OpenAsync(hub, height: 1000, language: "de-DE");
        var page = window.Page;
        await page.GotoAsync("/account/sign-in");
        await page.Locator("#email").FillAsync("user@acme.test");
        await page.Locator("#password").FillAsync(DemoOptions.DefaultPassword);
        await page.Locator("form:has(#email) button[type=submit]").ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();

        await window.GoAsync($"/integrations/{id}/actions?action=close_issue");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Issue schließen" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Nummer" })).ToBeVisibleAsync();
        await page.Locator("#action-reason").ClickAsync();
        await Expect(page.Locator(".mud-list-item").Filter(new() { HasTextString = "Nicht geplant" })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await window.InEveryLookAsync("action-german");
        Assert.Empty(window.Complaints);
    }

    /// <summary>Both keys come before the hub can answer the first one.</summary>
    [Fact]
    public async Task Enter_RightAfterAnArrowKey_OrWhereItAdds_DoesNotSendTheForm()
    {
        const string Presses =
            """
            id => {
              const input = document.getElementById(id);
              const goesOn = key => input.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
              const isFree = goesOn("Enter");
              goesOn("ArrowDown");
              const isHeld = !goesOn("Enter");
              goesOn("Escape");
              return isHeld && isFree && goesOn("Enter");
            }
            """;
        var id = await ConnectedAsync("github", "token", "Code by keyboard");
        await using var window = await browser.OpenAsync(hub, height: 1000);
        var page = window.Page;
        await window.SignInAsync("user@acme.test");
        await window.GoAsync($"/integrations/{id}/actions?action=create_issue");
        await page.Locator("#action-repository").WaitForAsync();
        await page.WaitForFunctionAsync(Presses, "action-repository");

        await page.Locator("#action-repository").FillAsync("acme/widgets");
        await page.GetByLabel("Title").FillAsync("A sprocket that is silent");
        await page.Locator("details.more-fields summary").ClickAsync();
        var adding = page.Locator("#action-assignees-add");
        await adding.FillAsync("ada-lindqvist");
        await adding.PressAsync("Enter");

        await Expect(page.Locator("#action-assignees")).ToHaveValueAsync("ada-lindqvist");
        await Expect(adding).ToHaveValueAsync("");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Run '" })).ToBeEnabledAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "A sprocket that is silent" })).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    private async Task<Guid> ConnectedAsync(string provider, string field, string name)
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { [field] = await hub.SandboxCredentialAsync(provider, "api_key", field) };
        return (await hub.Services.GetRequiredService<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration(provider, name, fields), CancellationToken.None)).Value;
    }
}
