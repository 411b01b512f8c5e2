using System.Text.Json.Nodes;
using Integrations.Connectors.Entities;
using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Linking;

public sealed class LinkServiceTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private VendorBench _vendor = null!;
    private CoreHub _hub = null!;
    private LinkService _links = null!;
    private PersonDetails _ada = null!;
    private Guid _integration;
    private ExternalEntity _issue = null!;

    public async ValueTask InitializeAsync()
    {
        _vendor = await VendorBench.StartAsync("github");
        _hub = await CoreHub.StartAsync(vendors: _vendor.Server);
        _links = _hub.Get<LinkService>();
        _ada = (await _hub.Get<PersonService>().CreateAsync(_hub.User, new PersonDraft("Ada Lindqvist"), None)).Value;
        _integration = await ConnectAsync(_hub.Admin, InstanceLevel.Organization);
        _issue = await AnIssueAsync(_hub.User, _integration);
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _vendor.DisposeAsync();
    }

    [Fact]
    public async Task Link_WithoutACopy_AsksTheVendorForTitleAndAddress()
    {
        var link = (await _links.LinkEntityToIntegrationAsync(_hub.User, Request(), None)).Value;

        Assert.Equal(_issue.Title, link.External.Title);
        Assert.Equal(_issue.Url, link.External.Url);
        Assert.Equal("issue", link.External.Type);
        Assert.Equal(("github", false), (link.Provider.Key, link.IsPrivate));
    }

    [Fact, Proves("L3")]
    public async Task Link_IsAuditedAndToldOnce_AndTwiceIsTheSameLink()
    {
        var first = (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None)).Value;
        var again = (await _links.LinkEntityToIntegrationAsync(_hub.OtherUser, Request() with { Copy = _issue }, None)).Value;

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(1, await Audited("link.created"));
        var told = Assert.Single(await Told(EventTypes.LinkCreated));
        Assert.Contains(first.Id.ToString(), told.Data, StringComparison.Ordinal);
    }

    [Fact, Proves("RI2")]
    public async Task Link_ByManyAtOnce_MakesOneLink()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None)));

        Assert.Single(all.Select(link => link.Value.Id).Distinct());
        Assert.Single(await Told(EventTypes.LinkCreated));
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganization_NeitherLinksNorSeesNorUnlinks()
    {
        var link = (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None)).Value;

        Assert.Equal("person.not_found", (await _links.GetEntityIntegrationLinksAsync(_hub.Stranger, "Person", _ada.Id, None)).Failure?.Code);
        Assert.Equal("person.not_found", (await _links.LinkEntityToIntegrationAsync(_hub.Stranger, Request() with { Copy = _issue }, None)).Failure?.Code);
        Assert.Equal("link.not_found", (await _links.UnlinkEntityFromIntegrationAsync(_hub.Stranger, link.Id, None)).Failure?.Code);
        Assert.Equal("link.not_found", (await _links.RefreshAsync(_hub.Stranger, link.Id, None)).Failure?.Code);
        var theirs = (await _hub.Get<PersonService>().CreateAsync(_hub.Stranger, new PersonDraft("Gus"), None)).Value;
        Assert.Equal("integration.not_found", (await _links.LinkEntityToIntegrationAsync(_hub.Stranger, Request() with { EntityId = theirs.Id, Copy = _issue }, None)).Failure?.Code);
        Assert.Empty((await _hub.Get<LinkSources>().ListAsync(_hub.Stranger, "Person", None)).Value);
    }

    [Fact]
    public async Task Link_ThroughOnesOwnIntegration_IsSeenByItsOwnerOnly()
    {
        var own = await ConnectAsync(_hub.User, InstanceLevel.User);
        var request = Request() with { IntegrationId = own, Copy = _issue };
        Assert.Equal("integration.not_found", (await _links.LinkEntityToIntegrationAsync(_hub.Admin, request, None)).Failure?.Code);

        var link = (await _links.LinkEntityToIntegrationAsync(_hub.User, request, None)).Value;

        Assert.True(link.IsPrivate);
        Assert.Single((await _links.GetEntityIntegrationLinksAsync(_hub.User, "person", _ada.Id, None)).Value);
        Assert.Empty((await _links.GetEntityIntegrationLinksAsync(_hub.Admin, "Person", _ada.Id, None)).Value);
        Assert.Equal("link.not_found", (await _links.UnlinkEntityFromIntegrationAsync(_hub.Admin, link.Id, None)).Failure?.Code);
        Assert.Equal(0, (await _hub.Get<PersonService>().ListAsync(_hub.Admin, null, new PageRequest(), None)).Value.Items.Single().Links);
        var told = Assert.Single(await Told(EventTypes.LinkCreated));
        Assert.DoesNotContain(_issue.Title, told.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_EntityTypeThatTheIntegrationDoesNotAllow_IsRefused()
    {
        await _hub.Get<InstanceService>().UpdateAsync(_hub.Admin, _integration, new InstanceChanges { AllowedShardTypes = ["Meeting"] }, null, None);

        var refused = await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None);

        Assert.Equal("link.entity_type_not_allowed", refused.Failure?.Code);
        Assert.Empty((await _hub.Get<LinkSources>().ListAsync(_hub.User, "Person", None)).Value);
    }

    [Fact]
    public async Task Link_WithWrongFields_NamesTheField()
    {
        Assert.Contains("entityType", (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { EntityType = "Rocket" }, None)).Failure!.Fields!);
        Assert.Contains("externalEntityId", (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { ExternalEntityId = "" }, None)).Failure!.Fields!);
        Assert.Contains("externalEntityUrl", (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { ExternalEntityUrl = "javascript:alert(1)" }, None)).Failure!.Fields!);
        Assert.Contains("metadata", (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Metadata = new JsonObject { ["x"] = new string('y', 20_000) } }, None)).Failure!.Fields!);
    }

    [Fact, Proves("I14")]
    public async Task Link_CopyWithAScriptAddress_KeepsNoAddress()
    {
        var link = (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue with { Url = "javascript:alert(1)" } }, None)).Value;

        Assert.Null(link.External.Url);
    }

    [Fact]
    public async Task Link_SomethingTheVendorDoesNotHave_IsRefusedWithTheVendorsReason()
    {
        var refused = await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { ExternalEntityId = "acme/widgets#999999" }, None);

        Assert.True(refused.Failure!.IsVendorSide);
        Assert.Empty((await _links.GetEntityIntegrationLinksAsync(_hub.User, "Person", _ada.Id, None)).Value);
    }

    [Fact, Proves("L3")]
    public async Task Unlink_IsAuditedAndTold_AndTwiceIsNotFound()
    {
        var link = (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None)).Value;

        Assert.True((await _links.UnlinkEntityFromIntegrationAsync(_hub.OtherUser, link.Id, None)).IsSuccess);

        Assert.Equal("link.not_found", (await _links.UnlinkEntityFromIntegrationAsync(_hub.OtherUser, link.Id, None)).Failure?.Code);
        Assert.Equal(1, await Audited("link.deleted"));
        Assert.Single(await Told(EventTypes.LinkDeleted));
    }

    [Fact]
    public async Task DeletePerson_TakesTheLinksAlong_AndTellsOfThem()
    {
        await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None);

        Assert.True((await _hub.Get<PersonService>().DeleteAsync(_hub.User, _ada.Id, None)).IsSuccess);

        Assert.Equal(0, await _hub.WithDatabaseAsync(db => db.Links.CountAsync()));
        Assert.Single(await Told(EventTypes.LinkDeleted));
    }

    [Fact]
    public async Task Refresh_RenewsTheCopy()
    {
        var link = (await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue with { Title = "As it was" } }, None)).Value;
        _hub.Clock.Advance(TimeSpan.FromMinutes(1));

        var renewed = (await _links.RefreshAsync(_hub.User, link.Id, None)).Value;

        Assert.Equal(_issue.Title, renewed.External.Title);
        Assert.True(renewed.RefreshedAt > link.RefreshedAt);
    }

    [Fact]
    public async Task Links_OfADeletedIntegration_StayReadable()
    {
        await _links.LinkEntityToIntegrationAsync(_hub.User, Request() with { Copy = _issue }, None);
        await _hub.Get<InstanceService>().DeleteAsync(_hub.Admin, _integration, None);

        var link = Assert.Single((await _links.GetEntityIntegrationLinksAsync(_hub.User, "Person", _ada.Id, None)).Value);

        Assert.True(link.IntegrationIsGone);
        Assert.Equal(_issue.Title, link.External.Title);
    }

    [Fact]
    public async Task Sources_FollowTheManifest_AndSayWhoseAccount()
    {
        var source = Assert.Single((await _hub.Get<LinkSources>().ListAsync(_hub.User, "person", None)).Value);

        Assert.Equal(["user", "issue"], source.Entities.Select(entity => entity.Name));
        Assert.All(source.Entities, entity => Assert.False(entity.HasTime));
        Assert.True(source.IsReady);
        Assert.NotNull(source.Account);
        Assert.Empty((await _hub.Get<LinkSources>().ListAsync(_hub.User, "Meeting", None)).Value);
    }

    private LinkRequest Request() => new(EntityTypes.Person, _ada.Id, _integration, _issue.Id);

    private async Task<Guid> ConnectAsync(Caller caller, InstanceLevel level)
    {
        var fields = _vendor.Server.Credentials.First(c => c.Provider == "github" && c.Kind == "api_key" && c.Account == SandboxAccounts.Ada.Email).Fields;
        var actions = _hub.Get<IntegrationActions>();
        var request = new CreateIntegration("github", "GitHub", fields);
        var created = level == InstanceLevel.Organization
            ? await actions.CreateOrganizationIntegrationAsync(caller, request, None)
            : await actions.CreateUserIntegrationAsync(caller, request, None);
        return created.Value;
    }

    private async Task<ExternalEntity> AnIssueAsync(Caller caller, Guid integration) =>
        (await _hub.Get<SearchService>().SearchAsync(caller, integration, new SearchRequest(null, 1) { EntityTypes = ["issue"] }, None)).Value.Items[0];

    private Task<int> Audited(string action) => _hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(entry => entry.Action == action));

    private Task<List<OutboxEvent>> Told(string type) => _hub.WithDatabaseAsync(db => db.OutboxEvents.Where(e => e.Type == type).ToListAsync());
}
