using Bunit;
using Integrations.Connectors.Manifest;
using Integrations.Core.Actions;
using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Setup;
using Integrations.Core.Templates;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Integrations.Web.Features.Connections;
using Integrations.Web.Features.Instances;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;

namespace Integrations.Tests.Connections;

/// <summary>The connect wizard and the actions of an integration, over the real services and the sandbox.</summary>
public sealed class PurposePagesTests(ConnectedHub hub) : ComponentContext, IClassFixture<ConnectedHub>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    [Fact, Proves("O11")]
    public async Task Wizard_AsksForTheScopesOfWhatIsTicked_AndKeepsTheChoice()
    {
        Serve();
        var provider = (await hub.Get<CatalogService>().FindAsync("jira", CancellationToken.None))!;
        _ = Dialogs;
        var opened = ConnectWizard.OpenAsync(Services.GetRequiredService<IDialogService>(), provider, taken: []);
        Dialogs.WaitForElement(".wizard form", Patience);
        await Dialogs.Find(".wizard form").SubmitAsync();
        Dialogs.WaitForElement("#connect-name", Patience);
        Assert.Contains("Create and change issues", Dialogs.Find(".asks + ul").TextContent, StringComparison.Ordinal);

        await Dialogs.Find("[data-purpose=actions]").ChangeAsync(new ChangeEventArgs { Value = false });
        await Dialogs.Find("[data-purpose='find:issue']").ChangeAsync(new ChangeEventArgs { Value = false });
        await Dialogs.Find("[data-purpose='find:project']").ChangeAsync(new ChangeEventArgs { Value = false });

        Dialogs.WaitForAssertion(() => Assert.DoesNotContain("issues", Dialogs.Find(".asks + ul").TextContent, StringComparison.Ordinal), Patience);
        await Dialogs.Find(".wizard form").SubmitAsync();
        var navigation = Services.GetRequiredService<NavigationManager>();
        Dialogs.WaitForAssertion(() => Assert.Contains(ConnectEndpoints.GoPath, navigation.Uri, StringComparison.Ordinal), Patience);
        var made = await hub.WithDatabaseAsync(db => db.Instances.SingleAsync(i => i.ProviderKey == "jira"));
        Assert.Equal(["find:user"], InstancePurposes.Of(made));
        Assert.False(opened.IsFaulted);
    }

    [Fact]
    public async Task Wizard_WithATemplate_BeginsWithItsUses_AndCanWidenThemAgain()
    {
        Serve();
        var from = await hub.EnableAsync(hub.Admin, "github", new InstanceChanges { Settings = InstancePurposes.With(null, ["find:user"]) });
        var template = (await hub.Get<TemplateService>().SaveAsync(hub.Admin, from, $"People {Guid.NewGuid():N}", CancellationToken.None)).Value;
        var provider = (await hub.Get<CatalogService>().FindAsync("github", CancellationToken.None))!;
        _ = Dialogs;
        var opened = ConnectWizard.OpenAsync(Services.GetRequiredService<IDialogService>(), provider, taken: [], template: template);
        Dialogs.WaitForElement(".wizard form", Patience);
        await Dialogs.Find(".wizard form").SubmitAsync();
        Dialogs.WaitForElement("#connect-name", Patience);
        Assert.False(Dialogs.Find("[data-purpose=actions]").HasAttribute("checked"));
        Assert.True(Dialogs.Find("[data-purpose='find:user']").HasAttribute("checked"));

        foreach (var choice in Purposes.ChoicesOf(provider.Connector!).Where(choice => choice != "find:user"))
        {
            await Dialogs.Find($"[data-purpose='{choice}']").ChangeAsync(new ChangeEventArgs { Value = true });
        }

        await Dialogs.Find(".wizard form").SubmitAsync();
        var navigation = Services.GetRequiredService<NavigationManager>();
        Dialogs.WaitForAssertion(() => Assert.Contains(ConnectEndpoints.GoPath, navigation.Uri, StringComparison.Ordinal), Patience);
        var made = await hub.WithDatabaseAsync(db => db.Instances.SingleAsync(i => i.Name == template.Name));
        Assert.Null(InstancePurposes.Of(made));
        Assert.False(opened.IsFaulted);
    }

    [Fact]
    public async Task Settings_WithUsesThatTheProviderDoesNotHave_CanBeSaved()
    {
        Serve();
        var id = await hub.EnableAsync(hub.Admin, "github");
        await hub.WithDatabaseAsync(async db =>
        {
            var row = await db.Instances.SingleAsync(i => i.Id == id);
            row.Settings = InstancePurposes.With(row.Settings, ["find:user", "find:elephant"]);
            return await db.SaveChangesAsync();
        });
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, CancellationToken.None)).Value;
        var saved = new List<InstanceView>();
        var panel = Render<SettingsPanel>(p => p.Add(x => x.View, view).Add(x => x.MayChange, true).Add(x => x.Saved, saved.Add));

        await panel.Find("form[data-draft=settings]").SubmitAsync();

        panel.WaitForAssertion(() => Assert.Single(saved), Patience);
        Assert.Equal(["find:user"], InstancePurposes.Of(saved[0].Instance));
    }

    [Fact]
    public async Task Action_WithoutItsScope_SaysWhatItNeeds_AndStartsTheSignIn()
    {
        Serve();
        var id = await hub.EnableAsync(hub.Admin, "slack", new InstanceChanges { Settings = InstancePurposes.With(null, ["find:channel"]) });
        await SignInAsync(id);
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, CancellationToken.None)).Value;

        var panel = Render<ActionsPanel>(p => p.Add(x => x.View, view).Add(x => x.Action, "send_message"));

        panel.WaitForElement(".notice.warn", Patience);
        Assert.Contains("Needs: Send messages as you", panel.Find(".notice.warn").TextContent, StringComparison.Ordinal);
        Assert.True(panel.Find("button[type=submit]").HasAttribute("disabled"));
        await panel.Find(".notice-actions button").ClickAsync(new());
        var navigation = Services.GetRequiredService<NavigationManager>();
        panel.WaitForAssertion(() => Assert.Contains(ConnectEndpoints.GoPath, navigation.Uri, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task Action_ThatIsAllowed_AsksForNothing()
    {
        Serve();
        var id = await hub.EnableAsync(hub.Admin, "slack", new InstanceChanges { Settings = InstancePurposes.With(null, ["action:send_message"]) });
        await SignInAsync(id);
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, CancellationToken.None)).Value;

        var panel = Render<ActionsPanel>(p => p.Add(x => x.View, view).Add(x => x.Action, "send_message"));

        panel.WaitForElement("button[type=submit]", Patience);
        Assert.Empty(panel.FindAll(".notice.warn"));
        Assert.False(panel.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Action_ChosenWhileAnotherRuns_ShowsNothingOfIt_AndWhatIsCopiedIsWhatStandsThere()
    {
        Serve();
        var id = await hub.ConnectAsync(hub.Admin, "github", "api_key", SandboxBehaviour.Slow);
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, CancellationToken.None)).Value;
        _ = Dialogs;
        var panel = Render<ActionsPanel>(p => p.Add(x => x.View, view).Add(x => x.Action, "create_issue"));
        panel.WaitForElement("#action-title");

        panel.Find("#action-repository").Input("acme/widgets");
        panel.Find("#action-title").Input("A sprocket that squeaks");
        Assert.Contains("A sprocket that squeaks", panel.Find("[id$=-curl]").TextContent, StringComparison.Ordinal);
        panel.Find("form").Submit();
        panel.Render(p => p.Add(x => x.Action, "close_issue"));

        Assert.Contains("Running…", panel.Find("button[type=submit]").TextContent, StringComparison.Ordinal);
        panel.WaitForAssertion(() => Assert.DoesNotContain("Running…", panel.Find("button[type=submit]").TextContent, StringComparison.Ordinal));
        Assert.Empty(panel.FindAll("section.panel[role=status]"));
        Assert.Empty(panel.FindAll("form [role=alert]"));
    }

    private async Task SignInAsync(Guid id)
    {
        var flow = hub.Get<OAuthFlow>();
        var started = (await flow.StartAsync(hub.Admin, id, new FlowRequest("/") { BrowserKey = "this-browser" }, CancellationToken.None)).Value;
        var scopes = System.Web.HttpUtility.ParseQueryString(new Uri(started.AuthorizationUrl).Query)["user_scope"]!.Split(',');
        using var browser = SandboxConsent.Browser();
        var back = await SandboxConsent.AllowAsync(browser, new Uri(started.AuthorizationUrl), SandboxAccounts.Ada, scopes);
        var end = await flow.CompleteAsync(new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "this-browser", SignedInUser = hub.Admin.UserId }, null, null, CancellationToken.None);
        Assert.True(end.Failure is null, end.Failure?.ToString());
    }

    private void Serve()
    {
        Services.AddSingleton(hub.Get<ConnectionService>());
        Services.AddSingleton(hub.Get<InstanceService>());
        Services.AddSingleton(hub.Get<IntegrationActions>());
        Services.AddSingleton(hub.Get<TemplateService>());
        Services.AddSingleton(hub.Get<Integrations.Core.Linking.MeetingService>());
        Services.AddSingleton(hub.Get<ActionService>());
        Services.AddSingleton(hub.Get<LastInputs>());
        Services.AddSingleton(hub.Get<Integrations.Core.Search.SearchService>());
        Services.AddSingleton(hub.Get<Integrations.Core.Linking.LinkService>());
        Services.AddSingleton(hub.Get<Integrations.Core.Management.ActivityService>());
        Services.AddSingleton(new ConnectLauncher(hub.Get<OAuthFlow>(), hub.Get<OAuthTrial>(), hub.Get<InstanceService>(), new EphemeralDataProtectionProvider()));
        Services.AddSingleton(hub.Get<Integrations.Connectors.ConnectorCatalog>());
        Services.AddSingleton(hub.Get<PublicOrigin>());
        Services.AddSingleton(TimeProvider.System);
        Services.AddSingleton(SignedIn.As(hub.Admin));
        Services.AddScoped<InstanceRemedy>();
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }
}
