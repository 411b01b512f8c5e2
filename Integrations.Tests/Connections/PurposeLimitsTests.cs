using System.Text.Json.Nodes;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Management.Transfers;
using Integrations.Core.Templates;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>What may be said of what an integration is for, what becomes of what cannot be, and where the choice goes along.</summary>
public sealed class PurposeLimitsTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Tools = "zapier";

    [Fact]
    public void SmallestUse_OfEveryScope_AsksForIt_AndForNoMoreThanAnyOfItsUses()
    {
        var tried = 0;
        foreach (var entry in hub.Get<ConnectorCatalog>().All)
        {
            if (entry.Manifest.Method(AuthKinds.OAuth2)?.OAuth is not { } oauth)
            {
                continue;
            }

            foreach (var scope in oauth.Scopes.Where(scope => !scope.IsAlwaysAsked))
            {
                var use = Purposes.SmallestUseOf(entry, scope, []);

                Assert.True(Purposes.Knows(entry, use), $"{entry.Manifest.Key}: {use}");
                var asked = oauth.ScopesFor([use!]);
                Assert.Contains(scope, asked);
                Assert.All(scope.NeededFor, need => Assert.True(asked.Count <= oauth.ScopesFor([need]).Count, $"{entry.Manifest.Key}: {need}"));
                tried++;
            }
        }

        Assert.True(tried >= 30, $"Few scopes are for a use: {tried}.");
    }

    [Theory]
    [InlineData("""{"purposes":["marketing"]}""")]
    [InlineData("""{"purposes":["find","sales team"]}""")]
    [InlineData("""{"purposes":["find:"]}""")]
    [InlineData("""{"purposes":["find:a,b"]}""")]
    [InlineData("""{"purposes":["account"]}""")]
    [InlineData("""{"purposes":{"find":true}}""")]
    public void StoredSetting_ThatMeansSomethingElse_LeavesEveryUse(string settings) => Assert.Null(InstancePurposes.Of((JsonObject)JsonNode.Parse(settings)!));

    [Fact]
    public void StoredUses_ThatTheProviderDoesNotHave_AreNotAmongTheKnown()
    {
        var jira = Entry("jira");

        Assert.Equal(["find:issue"], InstancePurposes.Known(InstancePurposes.With(null, ["find:issue", "find:elephant", "find:issue"]), jira));
        Assert.Null(InstancePurposes.Known(InstancePurposes.With(null, ["find:elephant"]), jira));
        Assert.Null(InstancePurposes.Known(InstancePurposes.With(null, ["events"]), jira));
        Assert.Null(InstancePurposes.Known(InstancePurposes.With(null, ["find"]), null));
    }

    [Fact]
    public async Task EventsAlone_AreRefused_WhereNoScopeLetsThemBeRead()
    {
        Assert.Contains("name a find use", (await CreateAsync("jira", "events")).Failure!.Fields!["settings"][0], StringComparison.Ordinal);
        Assert.Null((await CreateAsync("jira", "events", "find:issue")).Failure);
        // Its scope for finding says that events need it too.
        Assert.Null((await CreateAsync("dropbox", "events")).Failure);
    }

    [Fact]
    public async Task Events_OfAProviderThatSendsNone_AreNoUse()
    {
        var silent = hub.Get<ConnectorCatalog>().All.First(entry => !entry.ReceivesEvents && Purposes.ChoicesOf(entry).Count > 0 && entry.Manifest.Levels.Contains("organization"));

        Assert.Contains("has no use 'events'", (await CreateAsync(silent.Manifest.Key, "events", "find")).Failure!.Fields!["settings"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void UsesThatSelectNoScope_AskForEverything()
    {
        var manifest = new OAuthManifest
        {
            AuthorizationUrl = "https://vendor.example/authorize",
            TokenUrl = "https://vendor.example/token",
            Scopes = [new OAuthScope("read", "Read", "Search.") { NeededFor = ["find"] }, new OAuthScope("write", "Write", "Actions.") { NeededFor = ["actions"] }],
        };

        Assert.Equal(["read", "write"], OAuthAsk.For(manifest, ["events"], [], []).Scopes.Select(scope => scope.Name));
        Assert.Equal(["read"], OAuthAsk.For(manifest, ["find"], [], []).Scopes.Select(scope => scope.Name));
    }

    [Fact]
    public async Task AddedUses_AreLimited_TogetherWithThoseThatAreThere()
    {
        var id = await hub.EnableAsync(hub.Admin, Tools, new InstanceChanges { Settings = InstancePurposes.With(null, ["find"]) });
        string[] many = [.. Enumerable.Range(0, 100).Select(number => Purposes.ActionOf($"tool_{number}"))];

        Assert.Null((await StartAsync(id, many[..99])).Failure);
        Assert.Null((await StartAsync(id, [.. many[..99], .. many[..99]])).Failure);
        Assert.Contains("at most 100", (await StartAsync(id, many)).Failure!.Fields!["purposes"][0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("action:one action:two")]
    [InlineData("action:one,action:two")]
    [InlineData("action:one\taction:two")]
    [InlineData("action:")]
    [InlineData("account")]
    [InlineData("")]
    public async Task AddedUse_OutsideTheGrammar_IsRefused(string use)
    {
        var id = await hub.EnableAsync(hub.Admin, Tools);

        Assert.True((await StartAsync(id, use)).Failure!.Fields!.ContainsKey("purposes"));
    }

    [Fact]
    public async Task AddedUse_OfMoreThan200Characters_IsRefused()
    {
        var id = await hub.EnableAsync(hub.Admin, Tools);

        Assert.Null((await StartAsync(id, Purposes.ActionOf(new string('a', 193)))).Failure);
        Assert.True((await StartAsync(id, Purposes.ActionOf(new string('a', 194)))).Failure!.Fields!.ContainsKey("purposes"));
    }

    [Fact]
    public async Task Template_KeepsWhatTheIntegrationIsFor()
    {
        var id = (await CreateAsync("jira", "find:user")).Value.Id;
        var templates = hub.Get<TemplateService>();

        var saved = (await templates.SaveAsync(hub.Admin, id, $"People {Guid.NewGuid():N}", default)).Value;
        var made = (await templates.CreateIntegrationAsync(hub.Admin, saved.Id, $"Jira {Guid.NewGuid():N}", default)).Value;

        Assert.Equal(["find:user"], InstancePurposes.Of(made.Instance));
    }

    [Fact]
    public async Task ConfigOfDocument002_WithoutUses_LeavesThem_AndTakesThemAwayWhereItSaysSo()
    {
        var id = (await CreateAsync("jira", "find:user")).Value.Id;
        var company = hub.Get<CompanyIntegrations>();

        var changed = (await company.UpdateAsync(hub.Admin, id, (null, null, new JsonObject { ["team"] = "blue" }, null), null, default)).Value;
        Assert.Equal(("blue", "find:user"), ((string?)changed.Instance.Settings["team"], Assert.Single(InstancePurposes.Of(changed.Instance)!)));

        var widened = (await company.UpdateAsync(hub.Admin, id, (null, null, new JsonObject { ["purposes"] = null }, null), null, default)).Value;
        Assert.Null(InstancePurposes.Of(widened.Instance));
    }

    [Fact]
    public async Task AdministratorsTransfer_TakesKnownUsesAlong_AndNothingElseOfThatName()
    {
        var kept = await hub.EnableAsync(hub.User, "github", new InstanceChanges { Settings = InstancePurposes.With(null, ["find:user"]) });
        var other = await hub.EnableAsync(hub.User, "github");
        await hub.WithDatabaseAsync(async db =>
        {
            var row = await db.Instances.SingleAsync(i => i.Id == other);
            row.Settings = new JsonObject { ["purposes"] = "private" };
            return await db.SaveChangesAsync();
        });
        var transfers = hub.Get<IntegrationTransfers>();

        var first = (await transfers.TransferAsync(hub.Admin, kept, TransferRequest.ToOrganization, default)).Value;
        var second = (await transfers.TransferAsync(hub.Admin, other, TransferRequest.ToOrganization, default)).Value;

        var rows = await hub.WithDatabaseAsync(db => db.Instances.AsNoTracking().Where(i => i.Id == first || i.Id == second).ToDictionaryAsync(i => i.Id, i => i.Settings.ToJsonString()));
        Assert.Equal(("""{"purposes":["find:user"]}""", "{}"), (rows[first], rows[second]));
    }

    private ConnectorEntry Entry(string provider) => hub.Get<ConnectorCatalog>().Find(provider)!;

    private Task<Result<InstanceView>> CreateAsync(string provider, params string[] purposes) => hub.Get<InstanceService>().CreateAsync(
        hub.Admin,
        new NewInstance(provider, InstanceLevel.Organization, new InstanceChanges { Name = $"{provider} {Guid.NewGuid():N}", Settings = InstancePurposes.With(null, purposes) }),
        default);

    private Task<Result<StartedFlow>> StartAsync(Guid id, params string[] added) =>
        hub.Get<OAuthFlow>().StartAsync(hub.Admin, id, new FlowRequest("/") { BrowserKey = "this-browser", Purposes = added }, default);
}
