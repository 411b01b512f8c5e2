using Bunit;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Features.Catalog;
using Integrations.Web.Features.Connections;
using Integrations.Web.Features.Connections.Links;
using Integrations.Web.Features.Instances;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connections;

/// <summary>How people choose what an integration is for, and see what that leaves out.</summary>
public sealed class PurposePartsTests(ConnectedHub hub) : ComponentContext, IClassFixture<ConnectedHub>
{
    private readonly List<IReadOnlyList<string>?> _chosen = [];

    [Fact]
    public void Choice_BeginsWithEverything_AndTellsWhatIsLeft()
    {
        var choice = Choose("jira", null);
        Assert.Contains("Everything", choice.Find("summary").TextContent, StringComparison.Ordinal);
        Assert.All(choice.FindAll("input"), box => Assert.True(box.HasAttribute("checked")));

        choice.Find("[data-purpose=actions]").Change(false);

        Assert.Equal(["find:issue", "find:project", "find:user"], Assert.Single(_chosen)!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Choice_OfAllAgain_IsEverything()
    {
        var choice = Choose("jira", ["find:issue", "find:project", "find:user"]);
        Assert.Contains("3 of 4 uses", choice.Find("summary").TextContent, StringComparison.Ordinal);

        choice.Find("[data-purpose=actions]").Change(true);

        Assert.Null(Assert.Single(_chosen));
    }

    [Fact]
    public void Choice_LastUse_CannotBeTakenAway()
    {
        var choice = Choose("jira", ["find:issue"]);

        Assert.True(choice.Find("[data-purpose='find:issue']").HasAttribute("disabled"));
        Assert.False(choice.Find("[data-purpose=actions]").HasAttribute("disabled"));
    }

    [Fact]
    public void Choice_KeepsTheUsesThatNoBoxStandsFor()
    {
        Choose("jira", ["find:issue", "events"]).Find("[data-purpose=actions]").Change(true);

        Assert.Equal(["actions", "events", "find:issue"], Assert.Single(_chosen)!.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("notion")]
    [InlineData("docusign")]
    [InlineData("n8n")]
    public void Choice_WhereEveryUseAsksForTheSame_IsNotShown(string provider) => Assert.Equal("", Choose(provider, null).Markup.Trim());

    [Fact]
    public void Choice_InGerman_HasGermanWords()
    {
        using var german = new Speaking("de");

        var text = Choose("jira", null).Markup;

        Assert.Contains("Wofür werden Sie es nutzen?", text, StringComparison.Ordinal);
        Assert.Contains("Aktionen ausführen", text, StringComparison.Ordinal);
    }

    [Fact]
    public void ScopeThatNothingExplains_IsSaidToBeAskedAlways()
    {
        OAuthScope[] scopes = [new("a", "A", "Search.") { NeededFor = ["find"] }, new("b", "B", "Something else.")];

        var list = Render<ScopeList>(p => p.Add(x => x.Scopes, scopes));

        Assert.Single(list.FindAll(".scope"), item => item.TextContent.Contains("Always asked for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Connection_ShowsWhatWasNotAskedFor_ForWhat_AndAllowsIt()
    {
        var allowed = new List<IReadOnlyList<string>>();
        var view = await ViewAsync("jira", ["find:issue"], ["read:jira-user", "read:jira-work", "offline_access"]);

        var panel = Render<ConnectionPanel>(p => p.Add(x => x.View, view).Add(x => x.MayConnect, true).Add(x => x.Allow, allowed.Add));

        Assert.Contains("It is used for: Find and link: Issue", panel.Markup, StringComparison.Ordinal);
        var item = Assert.Single(panel.FindAll(".unasked li"));
        Assert.Contains("Create and change issues", item.TextContent, StringComparison.Ordinal);
        Assert.Contains("Needed for: Run actions", item.TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll(".missing"));
        panel.Find(".unasked button").Click();
        Assert.Equal(["actions"], Assert.Single(allowed));
    }

    [Fact]
    public async Task Connection_AllowOfWhatIsOnlyRead_AsksForNothingThatWrites()
    {
        var allowed = new List<IReadOnlyList<string>>();
        var view = await ViewAsync("jira", ["find:user"], ["read:jira-user", "offline_access"]);
        var panel = Render<ConnectionPanel>(p => p.Add(x => x.View, view).Add(x => x.MayConnect, true).Add(x => x.Allow, allowed.Add));

        panel.Find("[aria-label='Allow: Read projects and issues']").Click();

        Assert.Equal(["find:issue"], Assert.Single(allowed));
        var asked = hub.Get<ConnectorCatalog>().Find("jira")!.Manifest.Method(AuthKinds.OAuth2)!.OAuth!.ScopesFor(allowed[0]);
        Assert.Equal(["read:jira-user", "read:jira-work", "offline_access"], asked.Select(scope => scope.Name));
    }

    [Fact]
    public async Task Connection_ForEverything_NamesNothingUnasked()
    {
        var view = await ViewAsync("jira", null, ["read:jira-user", "read:jira-work", "offline_access"]);

        var panel = Render<ConnectionPanel>(p => p.Add(x => x.View, view).Add(x => x.MayConnect, true));

        Assert.Empty(panel.FindAll(".unasked"));
        Assert.Contains("Create and change issues", panel.Find(".missing").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jira", "find:user", 2)]
    [InlineData("zapier", "events", 1)]
    public async Task LinkPage_ShowsWhatTheVendorWillAskFor_AlsoWhereTheUsesSelectNothing(string provider, string use, int asked)
    {
        var entry = (await hub.Get<Integrations.Core.Catalog.CatalogService>().FindAsync(provider, CancellationToken.None))!;
        var view = new ConnectLinkView(Guid.NewGuid(), "Ours", "Ada", [entry], ConnectLinkState.Opened) { Purposes = [use] };

        var page = Render<ConnectLinkChoice>(p => p.Add(x => x.Step, new ConnectLinkStep(view, null) { ContinuePath = "/connect/link/1" }).Add(x => x.View, view));

        Assert.Equal(asked, page.FindAll("li.scope").Count);
        Assert.Contains("will ask you to allow this", page.Find(".asks").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<PurposeChoice> Choose(string provider, IReadOnlyList<string>? chosen) =>
        Render<PurposeChoice>(p => p.Add(x => x.Entry, hub.Get<ConnectorCatalog>().Find(provider)!).Add(x => x.Chosen, chosen).Add(x => x.ChosenChanged, _chosen.Add));

    private async Task<InstanceView> ViewAsync(string provider, IReadOnlyList<string>? purposes, IReadOnlyList<string> granted)
    {
        var instance = new IntegrationInstance
        {
            Id = Guid.NewGuid(),
            OrganizationId = Guid.NewGuid(),
            ProviderKey = provider,
            Name = "Jira",
            Settings = InstancePurposes.With(null, purposes),
        };
        var entry = await hub.Get<Integrations.Core.Catalog.CatalogService>().FindAsync(provider, CancellationToken.None);
        var connection = new Connection { Id = Guid.NewGuid(), InstanceId = instance.Id, ProviderKey = provider, AuthKind = AuthKinds.OAuth2, Scopes = granted, Status = ConnectionStatus.Active };
        return new InstanceView(instance, entry, ConnectionView.Of(connection, entry, purposes));
    }
}
