using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Templates;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Integrations.Tests.EndToEnd.Browser;

/// <summary>What a question over the page is about changes while it is open.</summary>
[Collection(BrowserCollection.Name)]
public sealed class OpenDialogTests(Chromium browser, HubApp hub)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact, Proves("S2")]
    public async Task RoleTakenAway_WhileADialogIsOpen_RefusesItsAct_AndSaysWhy()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var template = await TemplateAsync(admin, "Kept by the refusal");
        var invited = (await Get<MemberService>().InviteAsync(admin, new NewMember("briefer@acme.test", "Briefer Admin", Role.TenantAdmin), None)).Value;
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await page.GotoAsync(invited.Path.Reveal());
        await page.GetByLabel("New password").FillAsync("a few unrelated words");
        await page.GetByLabel("The same again").FillAsync("a few unrelated words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await page.Locator(".shell[data-interactive=true]").WaitForAsync();
        Assert.DoesNotContain("token=", page.Url, StringComparison.Ordinal);
        await window.GoAsync("/templates");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Kept by the refusal", Exact = true }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete 'Kept by the refusal'" });
        await Expect(confirm).ToBeVisibleAsync();

        Assert.True((await Get<MemberService>().ChangeRoleAsync(admin, invited.Member.Id, Role.User, None)).IsSuccess);
        await confirm.ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in to go on" })).ToBeVisibleAsync();
        await Expect(page.GetByText("A session also ends when your role")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.True((await Get<TemplateService>().GetAsync(admin, template, None)).IsSuccess);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task RowDeleted_WhileItsConfirmationIsOpen_IsGoneFromThePage()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var template = await TemplateAsync(admin, "Soon gone template");
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync("/templates");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete Soon gone template", Exact = true }).ClickAsync();
        Assert.True((await Get<TemplateService>().DeleteAsync(admin, template, None)).IsSuccess);

        await page.GetByRole(AriaRole.Button, new() { Name = "Delete 'Soon gone template'" }).ClickAsync();

        await Expect(page.GetByText("'Soon gone template' is deleted")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete Soon gone template", Exact = true })).ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task IntegrationDeleted_WhileDisconnectingIsAsked_SaysThatNothingWasChanged()
    {
        var admin = await OAuthPerson.CallerOfAsync(hub.Services, "admin@acme.test");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = await hub.SandboxCredentialAsync("github", "api_key", "token") };
        var id = (await Get<IntegrationActions>().CreateOrganizationIntegrationAsync(admin, new CreateIntegration("github", "Gone while asked", fields), None)).Value;
        await using var window = await browser.OpenAsync(hub);
        var page = window.Page;
        await window.SignInAsync("admin@acme.test");
        await window.GoAsync($"/integrations/{id}/manage");
        await page.GetByRole(AriaRole.Button, new() { Name = "Disconnect", Exact = true }).ClickAsync();
        var confirm = page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Disconnect " });
        await Expect(confirm).ToBeVisibleAsync();
        Assert.True((await Get<InstanceService>().DeleteAsync(admin, id, None)).IsSuccess);

        await confirm.ClickAsync();

        await Expect(page.GetByText("Nothing was changed")).ToBeVisibleAsync();
        await Expect(page.GetByText("It was deleted, or it belongs to someone else.")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task EnvironmentBadge_IsReadableInEveryLook()
    {
        await using var staging = new HubApp().With("Sandbox:Enabled", "false");
        await staging.InitializeAsync();
        await using var window = await browser.OpenAsync(staging);
        await window.SignInAsync("user@acme.test");

        await Expect(window.Page.GetByText("Environment: ")).ToBeAttachedAsync();
        await window.InEveryLookAsync("environment-badge");
        Assert.Empty(window.Complaints);
    }

    private async Task<Guid> TemplateAsync(Caller admin, string name)
    {
        var instance = (await Get<InstanceService>().CreateAsync(admin, new NewInstance("github", InstanceLevel.Organization, new InstanceChanges { Name = name, Description = "As it is" }), None)).Value;
        var saved = await Get<TemplateService>().SaveAsync(admin, instance.Id, name, None);
        Assert.True(saved.IsSuccess, saved.Failure?.ToString());
        return saved.Value.Id;
    }

    private T Get<T>()
        where T : notnull => hub.Services.GetRequiredService<T>();
}
