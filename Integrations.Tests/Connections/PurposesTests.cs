using System.Text.Json.Nodes;
using System.Web;
using Integrations.Connectors;
using Integrations.Connectors.Manifest;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Search;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections;

/// <summary>What an integration is for decides what the vendor is asked for, and a later need asks for what is missing.</summary>
public sealed class PurposesTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private const string Google = "https://www.googleapis.com/auth/";
    private const string Events = Google + "calendar.events";
    private readonly OAuthFlow _flow = hub.Get<OAuthFlow>();

    private IEnumerable<(ConnectorEntry Entry, OAuthManifest OAuth)> SignIns =>
        hub.Get<ConnectorCatalog>().All.Where(entry => entry.Manifest.Method(AuthKinds.OAuth2) is not null).Select(entry => (entry, entry.Manifest.Method(AuthKinds.OAuth2)!.OAuth!));

    [Fact, Proves("O11")]
    public void EveryScope_IsAlwaysAskedOrNeededForAUse_ThatCanBeChosen()
    {
        Assert.All(SignIns, one =>
        {
            var choices = Purposes.ChoicesOf(one.Entry);
            Assert.All(choices, choice => Assert.True(Purposes.Knows(one.Entry, choice), $"{one.Entry.Manifest.Key}: {choice}"));
            // A sign-in that asks for nothing would get whatever the vendor gives by default.
            Assert.All(choices, choice => Assert.NotEmpty(one.OAuth.ScopesFor([choice])));
            var reached = choices.Count == 0 ? one.OAuth.Scopes : choices.SelectMany(choice => one.OAuth.ScopesFor([choice])).Concat(one.OAuth.Scopes.Where(scope => scope.IsAlwaysAsked));
            Assert.Empty(one.OAuth.Scopes.Except(reached));
            Assert.Equal(one.OAuth.Scopes, one.OAuth.ScopesFor(null));
        });
        Assert.True(SignIns.Count(one => Purposes.ChoicesOf(one.Entry).Count > 0) >= 15, "Few providers let their scopes be narrowed.");
    }

    [Fact, Proves("O11")]
    public async Task AuthorizationAddress_HoldsExactlyTheScopesOfTheUse_ForEveryProvider()
    {
        foreach (var (entry, oauth) in SignIns)
        {
            foreach (var choice in Purposes.ChoicesOf(entry))
            {
                var caller = entry.Manifest.Levels.Contains("organization") ? hub.Admin : hub.User;
                var id = await EnableAsync(caller, entry.Manifest.Key, [choice]);

                var asked = Asked(oauth, await StartAsync(caller, id));

                string[] expected = [.. oauth.Scopes.Where(scope => scope.NeededFor.Any(need => need == Purposes.Account || Purposes.Meet(need, choice))).Select(scope => scope.Name)];
                Assert.True(expected.SequenceEqual(asked), $"{entry.Manifest.Key} for {choice}: {string.Join(", ", asked)}");
            }
        }
    }

    [Fact]
    public async Task EveryUseAlone_CanBeConnected_AndFindsItsThings()
    {
        var wrong = new List<string>();
        var tried = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (entry, _) in SignIns)
        {
            var key = entry.Manifest.Key;
            var account = hub.Sandbox.Credentials.FirstOrDefault(c => c.Provider == key && c.Kind == AuthKinds.OAuth2 && c.Behaviour == SandboxBehaviour.Healthy)?.Account;
            foreach (var choice in account is null ? [] : Purposes.ChoicesOf(entry))
            {
                tried.Add(key);
                var caller = entry.Manifest.Levels.Contains("organization") ? hub.Admin : hub.User;
                var id = await EnableAsync(caller, key, [choice]);
                var end = await CompleteAsync(caller, key, await StartAsync(caller, id), _ => true, new SandboxAccount(account!, account!, SandboxBehaviour.Healthy));
                if (end.Failure is not null)
                {
                    wrong.Add($"{key} for {choice}: {end.Failure.Message}");
                }
                else if (Purposes.EntityOf(choice) is { } entity && entry.Manifest.Entities.Any(known => known.Name == entity && known.Searchable) && entry.Manifest.Settings.All(setting => !setting.Required))
                {
                    var found = await hub.Get<SearchService>().SearchAsync(caller, id, new SearchRequest("a") { EntityTypes = [entity] }, default);
                    wrong.AddRange(found.Failure is { } failure ? [$"{key} searching for {choice}: {failure.Message}"] : []);
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(tried.Count >= 15, $"Few providers were tried: {string.Join(", ", tried)}");
    }

    [Fact]
    public async Task IntegrationWithoutPurposes_AsksForEverything_WhateverIsAdded()
    {
        var id = await hub.EnableAsync(hub.Admin, "slack");
        var slack = OAuth("slack");

        Assert.Equal(slack.Scopes.Select(scope => scope.Name), Asked(slack, await StartAsync(hub.Admin, id, "action:send_message")));
    }

    [Fact, Proves("O11")]
    public async Task LaterNeed_AsksForWhatIsGrantedAndJustWhatIsMissing()
    {
        var id = await EnableAsync(hub.Admin, "slack", ["find:channel"]);
        await SignInAsync(hub.Admin, "slack", await StartAsync(hub.Admin, id));
        var before = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value.Connection!;
        Assert.Empty(before.MissingScopes);
        Assert.Contains("search:read", before.UnaskedScopes.Select(scope => scope.Name));
        Assert.Equal(["channels:write", "groups:write"], before.MissingFor("action:create_channel").Select(scope => scope.Name));

        var started = await StartAsync(hub.Admin, id, "action:create_channel");

        var slack = OAuth("slack");
        Assert.Equal(["channels:read", "groups:read", "users:read", "channels:write", "groups:write"], Asked(slack, started));
        await SignInAsync(hub.Admin, "slack", started);
        var after = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value;
        Assert.Empty(after.Connection!.MissingFor("action:create_channel"));
        Assert.NotEmpty(after.Connection.MissingFor("action:send_message"));
        Assert.Equal(["find:channel", "action:create_channel"], InstancePurposes.Of(after.Instance));
        Assert.Equal(5, Asked(slack, await StartAsync(hub.Admin, id)).Length);
        // Once: what is there already widens nothing.
        await SignInAsync(hub.Admin, "slack", await StartAsync(hub.Admin, id, "find:channel"));
        var widened = Assert.Single(await WideningsAsync(id));
        Assert.Contains("""
            "purposes":["find:channel"]
            """, widened.Before, StringComparison.Ordinal);
        Assert.Contains("""
            "purposes":["find:channel","action:create_channel"]
            """, widened.After, StringComparison.Ordinal);
        Assert.Equal(hub.Admin.UserId, widened.ActorUserId);
    }

    [Fact]
    public async Task LaterNeed_AtGoogle_AsksForTheUnion()
    {
        var id = await EnableAsync(hub.Admin, "google_drive", ["actions"]);
        await SignInAsync(hub.Admin, "google_drive", await StartAsync(hub.Admin, id));

        var asked = Asked(OAuth("google_drive"), await StartAsync(hub.Admin, id, "find"));

        Assert.Equal(["openid", $"{Google}userinfo.email", $"{Google}userinfo.profile", $"{Google}drive.file", $"{Google}drive.metadata.readonly"], asked);
    }

    [Fact]
    public async Task LaterNeed_ThatIsRefused_LeavesTheConnectionAndItsUses()
    {
        var id = await EnableAsync(hub.Admin, "github", ["find:user"]);
        await SignInAsync(hub.Admin, "github", await StartAsync(hub.Admin, id));
        var started = await StartAsync(hub.Admin, id, "action:create_issue");
        using var browser = SandboxConsent.Browser();
        var back = await SandboxConsent.DenyAsync(browser, new Uri(started.AuthorizationUrl));

        var end = await _flow.CompleteAsync(
            new FlowCallback { Error = back.Error, State = back.State, BrowserKey = "this-browser", SignedInUser = hub.Admin.UserId }, null, null, default);

        Assert.NotNull(end.Failure);
        var view = (await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value;
        Assert.Equal(["find:user"], InstancePurposes.Of(view.Instance));
        Assert.Equal((ConnectionStatus.Active, "repo"), (view.Connection!.Status, Assert.Single(view.Connection.MissingFor("action:create_issue")).Name));
    }

    [Fact]
    public async Task PersonsOwnAccount_MayDoMore_WithoutChangingWhatTheIntegrationIsFor()
    {
        var id = await EnableAsync(hub.Admin, "google_calendar", ["find:event"], userScoped: true);
        await SignInAsync(hub.User, "google_calendar", await StartAsync(hub.User, id));

        var started = await StartAsync(hub.User, id, "find:calendar");
        await SignInAsync(hub.User, "google_calendar", started);

        var view = (await hub.Get<InstanceService>().GetAsync(hub.User, id, default)).Value;
        Assert.Equal(["find:event"], InstancePurposes.Of(view.Instance));
        Assert.Contains($"{Google}calendar.calendarlist.readonly", view.Connection!.Scopes);
        // What was granted is asked for again, so that connecting again takes nothing away.
        Assert.Contains($"{Google}calendar.calendarlist.readonly", Asked(OAuth("google_calendar"), await StartAsync(hub.User, id)));
        Assert.Empty(await WideningsAsync(id));
    }

    [Fact]
    public async Task AnotherAccount_IsNotAskedForWhatTheFormerOneGranted()
    {
        var id = await EnableAsync(hub.Admin, "github", ["find:user"], userScoped: true);
        await SignInAsync(hub.User, "github", await StartAsync(hub.User, id, "action:create_issue"));
        Assert.Contains("repo", Asked(OAuth("github"), await StartAsync(hub.User, id)));

        var other = await _flow.StartAsync(hub.User, id, new FlowRequest("/") { BrowserKey = "this-browser", AllowAccountChange = true }, default);

        Assert.DoesNotContain("repo", Asked(OAuth("github"), other.Value));
    }

    [Fact]
    public async Task AdministratorsOwnAccount_WithMore_WidensTheIntegration_AndIsWrittenDown()
    {
        var id = await EnableAsync(hub.Admin, "google_calendar", ["find:event"], userScoped: true);

        await SignInAsync(hub.Admin, "google_calendar", await StartAsync(hub.Admin, id, "find:calendar"));

        Assert.Equal(["find:event", "find:calendar"], InstancePurposes.Of((await hub.Get<InstanceService>().GetAsync(hub.Admin, id, default)).Value.Instance));
        Assert.Single(await WideningsAsync(id));
    }

    [Theory]
    [InlineData("""{"purposes":[]}""")]
    [InlineData("""{"purposes":"find"}""")]
    [InlineData("""{"purposes":["account"]}""")]
    [InlineData("""{"purposes":["action:fly"]}""")]
    [InlineData("""{"purposes":["find:elephant", 7]}""")]
    public async Task Purposes_ThatTheProviderDoesNotHave_AreRefused(string settings)
    {
        var values = new InstanceChanges { Name = $"GitHub {Guid.NewGuid():N}", Settings = (JsonObject)JsonNode.Parse(settings)! };

        var made = await hub.Get<InstanceService>().CreateAsync(hub.Admin, new NewInstance("github", InstanceLevel.Organization, values), default);

        Assert.Equal(Integrations.Primitives.FailureKind.Invalid, made.Failure!.Kind);
        var id = await hub.EnableAsync(hub.Admin, "github");
        Assert.True((await _flow.StartAsync(hub.Admin, id, new FlowRequest("/") { BrowserKey = "b", Purposes = ["action:fly"] }, default)).Failure!.Fields!.ContainsKey("purposes"));
    }

    [Fact]
    public async Task FieldsOfTheFlow_AreNotACallersToSet()
    {
        var id = await hub.EnableAsync(hub.Admin, "google_calendar");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["$scopes"] = "openid" };

        var started = (await _flow.StartAsync(hub.Admin, id, new FlowRequest("/") { BrowserKey = "this-browser", Fields = fields }, default)).Value;

        Assert.NotNull((await CompleteAsync(hub.Admin, "google_calendar", started, scope => scope != Events)).Failure);
    }

    private Task<List<AuditEntry>> WideningsAsync(Guid id)
    {
        var target = id.ToString();
        return hub.WithDatabaseAsync(db => db.AuditEntries.AsNoTracking().Where(entry => entry.Action == "integration.updated" && entry.TargetId == target).ToListAsync());
    }

    private OAuthManifest OAuth(string provider) => hub.Get<ConnectorCatalog>().Find(provider)!.Manifest.Method(AuthKinds.OAuth2)!.OAuth!;

    private Task<Guid> EnableAsync(Caller caller, string provider, IReadOnlyList<string> purposes, bool? userScoped = null) =>
        hub.EnableAsync(caller, provider, new InstanceChanges { Settings = InstancePurposes.With(null, purposes), UserScoped = userScoped });

    private async Task<StartedFlow> StartAsync(Caller caller, Guid id, params string[] added)
    {
        var started = await _flow.StartAsync(caller, id, new FlowRequest("/integrations") { BrowserKey = "this-browser", Purposes = added }, default);
        Assert.True(started.IsSuccess, started.Failure?.ToString());
        return started.Value;
    }

    private async Task SignInAsync(Caller caller, string provider, StartedFlow started)
    {
        var end = await CompleteAsync(caller, provider, started, _ => true);
        Assert.True(end.Failure is null, end.Failure?.ToString());
    }

    private async Task<FlowEnd> CompleteAsync(Caller caller, string provider, StartedFlow started, Func<string, bool> ticked, SandboxAccount? account = null)
    {
        using var browser = SandboxConsent.Browser();
        var back = await SandboxConsent.AllowAsync(browser, new Uri(started.AuthorizationUrl), account ?? SandboxAccounts.Ada, [.. Asked(OAuth(provider), started).Where(ticked)]);
        return await _flow.CompleteAsync(new FlowCallback { Code = back.Code, State = back.State, BrowserKey = "this-browser", SignedInUser = caller.UserId }, null, null, default);
    }

    private static string[] Asked(OAuthManifest oauth, StartedFlow started) =>
        HttpUtility.ParseQueryString(new Uri(started.AuthorizationUrl).Query)[oauth.ScopeParameter]?.Split(oauth.ScopeSeparator) ?? [];
}
