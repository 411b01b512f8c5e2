using System.Text.Json.Nodes;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Connections.Links;
using Integrations.Core.Events;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connections.Links;

/// <summary>Links to connect: who may use them, once, for what, and what becomes of it.</summary>
public sealed class ConnectLinkTests(ConnectedHub hub) : IClassFixture<ConnectedHub>, IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly LinkScene _scene = new(hub);

    public async ValueTask InitializeAsync() => await _scene.AllowOutsidersAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Claim_ByEightBrowsersAtOnce_IsGivenToOne()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _scene.Door.ClaimAsync(LinkScene.SecretOf(link), null, LinkScene.Stranger, None)));

        var one = Assert.Single(claims, claim => claim.IsSuccess).Value;
        Assert.All(claims.Where(claim => !claim.IsSuccess), claim => Assert.Equal("connect_link.ended", claim.Failure!.Code));
        // The same browser, whose form came twice, goes on; another with a key of its own does not.
        Assert.Equal(one.BrowserKey, (await _scene.Door.ClaimAsync(LinkScene.SecretOf(link), one.BrowserKey, LinkScene.Stranger, None)).Value.BrowserKey);
        Assert.False((await _scene.Door.ClaimAsync(LinkScene.SecretOf(link), "another", LinkScene.Stranger, None)).IsSuccess);
        Assert.True((await _scene.Visits.ShowAsync(one.LinkId, one.BrowserKey, LinkScene.Stranger, None)).IsSuccess);
        Assert.Equal("connect_link.ended", (await _scene.Visits.ShowAsync(one.LinkId, "another", LinkScene.Stranger, None)).Failure!.Code);
        Assert.Equal(1, await hub.WithDatabaseAsync(db => db.AuditEntries.CountAsync(e => e.Action == "connect_link.opened" && e.TargetId == one.LinkId.ToString())));
    }

    [Fact]
    public async Task Show_TakesNothing_AndTellsTheOrganizationTheSenderAndTheProviderOnly()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());

        var first = (await _scene.Door.ShowAsync(LinkScene.SecretOf(link), LinkScene.Stranger, None)).Value;
        var second = await _scene.Door.ShowAsync(LinkScene.SecretOf(link), LinkScene.Stranger, None);

        Assert.Equal(("Ours", "admin", "GitHub"), (first.Organization, first.Sender, Assert.Single(first.Providers).DisplayName));
        Assert.True(second.IsSuccess);
        Assert.Equal(ConnectLinkState.Waiting, (await _scene.RowAsync(link)).State);
    }

    [Fact, Proves("T6")]
    public async Task Secret_IsKeptAsAHashAlone()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());
        var secret = LinkScene.SecretOf(link);

        var row = await hub.WithDatabaseAsync(db => db.ConnectLinks.SingleAsync(l => l.Id == link.Row.Id));

        Assert.StartsWith("itl_", secret, StringComparison.Ordinal);
        Assert.Equal(47, secret.Length);
        Assert.DoesNotContain(secret, System.Text.Json.JsonSerializer.Serialize(row), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, link.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, string.Concat(await hub.WithDatabaseAsync(db => db.AuditEntries.Where(e => e.TargetId == link.Row.Id.ToString()).Select(e => e.After).ToListAsync())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outsider_SignsInAtTheVendor_AndTheOrganizationHasTheConnection()
    {
        var settings = new JsonObject { ["note"] = "kept" };
        var link = await _scene.MakeAsync(LinkScene.Outside("customer-1", "google_calendar") with { Settings = settings });
        var claimed = await _scene.ClaimAsync(link);

        var end = await _scene.SignInAsync(claimed, "google_calendar");

        Assert.True(end.Failure is null, end.Failure?.ToString());
        Assert.Equal($"/connect/link/{claimed.LinkId}", end.ReturnUrl);
        var row = await _scene.RowAsync(link);
        Assert.Equal(ConnectLinkState.Done, row.State);
        var made = (await hub.Get<InstanceService>().GetAsync(hub.Admin, row.InstanceId!.Value, None)).Value;
        Assert.Equal((InstanceLevel.Organization, "customer-1", false, "kept"), (made.Instance.Level, made.Instance.Reference, made.Instance.SearchEnabled, (string?)made.Instance.Settings["note"]));
        Assert.Null(made.Connection!.UserId);
        var (type, data) = Assert.Single(await _scene.EventsAsync(claimed.LinkId));
        Assert.Equal(EventTypes.ConnectionCreated, type);
        Assert.Equal(
            (made.Id.ToString(), "google_calendar", made.Connection.Id.ToString(), "customer-1"),
            (data.GetProperty("integrationId").GetString(), data.GetProperty("provider").GetString(), data.GetProperty("connectionId").GetString(), data.GetProperty("reference").GetString()));
        var written = await hub.WithDatabaseAsync(db => db.AuditEntries.Where(e => e.TargetId == claimed.LinkId.ToString()).OrderBy(e => e.OccurredAt).Select(e => e.Action).ToListAsync());
        Assert.Equal(["connect_link.created", "connect_link.opened", "connect_link.used"], written);
        // It is used: neither this browser nor another connects anything more.
        Assert.Equal("connect_link.ended", (await _scene.PasteAsync(claimed)).Failure!.Code);
        Assert.Equal("connect_link.ended", (await _scene.Door.ShowAsync(LinkScene.SecretOf(link), LinkScene.Stranger, None)).Failure!.Code);
        Assert.Equal(ConnectLinkState.Done, (await _scene.Visits.ShowAsync(claimed.LinkId, claimed.BrowserKey, LinkScene.Stranger, None)).Value.State);
    }

    [Fact]
    public async Task Reference_OfAnEarlierLink_ConnectsTheSameIntegrationAgain()
    {
        var reference = $"customer-{Guid.NewGuid():N}";
        var first = await _scene.MakeAsync(LinkScene.Outside(reference));
        Assert.True((await _scene.PasteAsync(await _scene.ClaimAsync(first))).IsSuccess);
        var second = await _scene.MakeAsync(LinkScene.Outside(reference));
        var claimed = await _scene.ClaimAsync(second);

        Assert.True((await _scene.PasteAsync(claimed)).IsSuccess);

        Assert.Equal((await _scene.RowAsync(first)).InstanceId, (await _scene.RowAsync(second)).InstanceId);
        Assert.Equal(EventTypes.ConnectionReconnected, Assert.Single(await _scene.EventsAsync(claimed.LinkId)).Type);
    }

    [Fact]
    public async Task Attempt_ThatFails_IsTold_AndTheSameBrowserMayTryAgain()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside($"customer-{Guid.NewGuid():N}"));
        var claimed = await _scene.ClaimAsync(link);

        var refused = await _scene.PasteAsync(claimed, token: "ghp_" + new string('x', 36));
        var between = await _scene.RowAsync(link);
        var accepted = await _scene.PasteAsync(claimed);

        Assert.True(refused.Failure!.IsVendorSide, refused.Failure.ToString());
        Assert.Equal((ConnectLinkState.Failed, refused.Failure.Code), (between.State, between.FailureCode));
        Assert.True(accepted.IsSuccess, accepted.Failure?.ToString());
        var told = await _scene.EventsAsync(claimed.LinkId);
        Assert.Equal([EventTypes.ConnectionFailed, EventTypes.ConnectionCreated], told.Select(e => e.Type));
        Assert.Equal(refused.Failure.Code, told[0].Data.GetProperty("code").GetString());
        Assert.Equal(told[0].Data.GetProperty("integrationId").GetString(), told[1].Data.GetProperty("integrationId").GetString());
        Assert.Equal(ConnectLinkState.Done, (await _scene.RowAsync(link)).State);
    }

    [Fact]
    public async Task Attempts_AreTwentyAtMost()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());
        var claimed = await _scene.ClaimAsync(link);
        await hub.WithDatabaseAsync(db => db.ConnectLinks.Where(l => l.Id == claimed.LinkId).ExecuteUpdateAsync(set => set.SetProperty(l => l.Attempts, ConnectLink.MostAttempts - 1)));

        Assert.Equal("credentials.invalid", (await _scene.Visits.ConnectAsync(claimed.LinkId, claimed.BrowserKey, LinkScene.Stranger, LinkScene.GitHub, new ConnectRequest("api_key", new Dictionary<string, string>(StringComparer.Ordinal)), None)).Failure!.Code);
        Assert.Equal("connect_link.ended", (await _scene.PasteAsync(claimed)).Failure!.Code);
    }

    [Fact]
    public async Task OneOfSeveralProviders_IsConnected_AndWhatWasBegunWithAnotherIsTakenBack()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside(null, "google_calendar", LinkScene.GitHub));
        var claimed = await _scene.ClaimAsync(link);
        Assert.True((await _scene.Visits.StartOAuthAsync(claimed.LinkId, claimed.BrowserKey, LinkScene.Stranger, "google_calendar", "key", new Dictionary<string, string>(StringComparer.Ordinal), None)).IsSuccess);
        var begun = (await _scene.RowAsync(link)).InstanceId!.Value;

        Assert.True((await _scene.PasteAsync(claimed)).IsSuccess);

        Assert.NotEqual(begun, (await _scene.RowAsync(link)).InstanceId);
        Assert.Equal(FailureKind.NotFound, (await hub.Get<InstanceService>().GetAsync(hub.Admin, begun, None)).Failure!.Kind);
        // What the link does not name is not connected with it.
        var other = await _scene.MakeAsync(LinkScene.Outside());
        var taken = await _scene.ClaimAsync(other);
        Assert.Equal("connect_link.ended", (await _scene.Visits.StartOAuthAsync(taken.LinkId, taken.BrowserKey, LinkScene.Stranger, "google_calendar", "key", new Dictionary<string, string>(StringComparer.Ordinal), None)).Failure!.Code);
    }

    [Fact, Proves("A5")]
    public async Task WhoFollowsALink_ConnectsNothingElse()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());
        var claimed = await _scene.ClaimAsync(link);
        var other = await hub.EnableAsync(hub.Admin, LinkScene.GitHub);
        var outsider = new Caller(null, hub.Admin.OrganizationId, Role.User) { Scopes = TokenScopes.ReadWrite, LinkId = claimed.LinkId };

        var connected = await hub.Get<ConnectionService>().ConnectAsync(outsider, other, new ConnectRequest("api_key", hub.Credential(LinkScene.GitHub, "api_key")), None);

        Assert.Equal(FailureKind.NotFound, connected.Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await hub.Get<InstanceService>().UpdateAsync(outsider, other, new InstanceChanges { Name = "Mine" }, null, None)).Failure!.Kind);
    }

    [Fact]
    public async Task Member_ConnectsForThemselfAlone_SignedInAsThem()
    {
        var link = await _scene.MakeAsync(new NewConnectLink([LinkScene.GitHub], ConnectLinkAudience.Member) { Member = "user@ours.test" });
        var secret = LinkScene.SecretOf(link);

        Assert.True((await _scene.Door.ShowAsync(secret, LinkScene.Stranger, None)).Value.NeedsSignIn);
        Assert.Equal("permission_denied", (await _scene.Door.ClaimAsync(secret, null, LinkScene.Stranger, None)).Failure!.Code);
        Assert.Equal("permission_denied", (await _scene.Door.ShowAsync(secret, hub.OtherUser, None)).Failure!.Code);
        Assert.Equal("permission_denied", (await _scene.Door.ClaimAsync(secret, null, hub.OtherUser, None)).Failure!.Code);
        Assert.Equal("permission_denied", (await _scene.Door.ClaimAsync(secret, null, hub.Stranger, None)).Failure!.Code);
        var claimed = await _scene.ClaimAsync(link, hub.User);
        Assert.Equal("permission_denied", (await _scene.PasteAsync(claimed, hub.OtherUser)).Failure!.Code);

        var connected = await _scene.PasteAsync(claimed, hub.User);

        Assert.True(connected.IsSuccess, connected.Failure?.ToString());
        Assert.Equal(hub.User.UserId, connected.Value.UserId);
        Assert.Equal(FailureKind.NotFound, (await hub.Get<InstanceService>().GetAsync(hub.Admin, connected.Value.InstanceId, None)).Failure!.Kind);
        Assert.Equal(hub.User.UserId.ToString(), Assert.Single(await _scene.EventsAsync(claimed.LinkId)).Data.GetProperty("userId").GetString());
    }

    [Fact]
    public async Task AnyMember_TheFirstHasIt_InTheIntegrationWhereEachConnectsForThemself()
    {
        var shared = (await hub.Get<InstanceService>().CreateAsync(
            hub.Admin, new NewInstance("jira", InstanceLevel.Organization, new InstanceChanges { Name = $"Jira {Guid.NewGuid():N}", UserScoped = true }), None)).Value.Id;
        var link = await _scene.MakeAsync(new NewConnectLink(["jira"], ConnectLinkAudience.AnyMember));
        var claimed = await _scene.ClaimAsync(link, hub.OtherUser);
        Assert.Equal("permission_denied", (await _scene.Visits.ShowAsync(claimed.LinkId, claimed.BrowserKey, hub.User, None)).Failure!.Code);

        var end = await _scene.SignInAsync(claimed, "jira", hub.OtherUser);

        Assert.True(end.Failure is null, end.Failure?.ToString());
        Assert.Equal((shared, hub.OtherUser.UserId), (end.InstanceId!.Value, (await _scene.RowAsync(link)).UserId));
    }

    [Fact]
    public async Task Revoked_WhileThePersonIsAtTheVendor_ConnectsNothing()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());
        var claimed = await _scene.ClaimAsync(link);

        var end = await _scene.SignInAsync(claimed, LinkScene.GitHub, meanwhile: async () => Assert.True((await _scene.Links.RevokeAsync(hub.Admin, link.Row.Id, None)).IsSuccess));

        Assert.Equal("oauth.starter_gone", end.Failure?.Code);
        Assert.False(await hub.WithDatabaseAsync(db => db.Connections.AnyAsync(c => c.InstanceId == end.InstanceId)));
        Assert.Equal(ConnectLinkState.Revoked, (await _scene.RowAsync(link)).State);
    }

    [Fact, Proves("A1")]
    public async Task AnotherOrganizationsAdministrator_NeitherSeesNorEndsLinks()
    {
        var link = await _scene.MakeAsync(LinkScene.Outside());

        Assert.DoesNotContain((await _scene.Links.ListAsync(hub.Stranger, new PageRequest(), None)).Value.Items, row => row.Id == link.Row.Id);
        Assert.Equal("connect_link.not_found", (await _scene.Links.GetAsync(hub.Stranger, link.Row.Id, None)).Failure!.Code);
        Assert.Equal("connect_link.not_found", (await _scene.Links.RevokeAsync(hub.Stranger, link.Row.Id, None)).Failure!.Code);
        Assert.True((await _scene.Door.ShowAsync(LinkScene.SecretOf(link), LinkScene.Stranger, None)).IsSuccess);
        Assert.Equal(FailureKind.Invalid, (await _scene.Links.CreateAsync(hub.Admin, new NewConnectLink([LinkScene.GitHub], ConnectLinkAudience.Member) { Member = "admin@theirs.test" }, None)).Failure!.Kind);
    }

    [Fact, Proves("A7")]
    public async Task Links_AreMadeByAdministratorsWithARightToAct()
    {
        Assert.Equal(FailureKind.Forbidden, (await _scene.Links.CreateAsync(hub.User, LinkScene.Outside(), None)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _scene.Links.CreateAsync(hub.Admin with { Scopes = TokenScopes.Read | TokenScopes.Admin }, LinkScene.Outside(), None)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _scene.Links.CreateAsync(hub.Admin with { Scopes = TokenScopes.ReadWrite }, LinkScene.Outside(), None)).Failure!.Kind);
        Assert.Equal(FailureKind.Forbidden, (await _scene.Links.ListAsync(hub.User, new PageRequest(), None)).Failure!.Kind);
        // The rule is a person's to change, in the browser, after a sign-in of late.
        var rules = hub.Get<ConnectLinkRulesService>();
        Assert.Equal(FailureKind.Forbidden, (await rules.ChangeAsync(hub.Admin, true, 0, None)).Failure!.Kind);
        Assert.Equal(Caller.ReauthenticationCode, (await rules.ChangeAsync(hub.Admin with { SessionId = Guid.NewGuid() }, true, 0, None)).Failure!.Code);
    }

    [Theory]
    [InlineData("return address", "returnUrl")]
    [InlineData("no provider", "providers")]
    [InlineData("unknown provider", "providers")]
    [InlineData("eleven providers", "providers")]
    [InlineData("31 days", "expiresInDays")]
    [InlineData("no one named", "label")]
    [InlineData("no address", "email")]
    [InlineData("long reference", "reference")]
    [InlineData("control in a label", "label")]
    [InlineData("no member", "member")]
    [InlineData("field of an account", "settings")]
    [InlineData("no origin", "frameOrigins")]
    [InlineData("for the organization only", "providers")]
    public async Task Create_WithWhatIsWrong_NamesTheField(string wrong, string field)
    {
        var outside = LinkScene.Outside();
        var made = await _scene.Links.CreateAsync(
            hub.Admin,
            wrong switch
            {
                "return address" => outside with { ReturnUrl = "https://elsewhere.example/x" },
                "no provider" => outside with { Providers = [] },
                "unknown provider" => outside with { Providers = ["nowhere"] },
                "eleven providers" => outside with { Providers = [.. Enumerable.Repeat(LinkScene.GitHub, 11)] },
                "31 days" => outside with { Lifetime = TimeSpan.FromDays(31) },
                "no one named" => outside with { Label = null },
                "no address" => outside with { Email = "not an address" },
                "long reference" => outside with { Reference = new string('r', 201) },
                "control in a label" => outside with { Label = "a\nb" },
                "no member" => new NewConnectLink([LinkScene.GitHub], ConnectLinkAudience.Member) { Member = "nobody@ours.test" },
                "field of an account" => outside with { Settings = new JsonObject { ["token"] = "x" } },
                "no origin" => outside with { Origins = ["https://a.example/path"] },
                _ => new NewConnectLink(["sentry"], ConnectLinkAudience.AnyMember),
            },
            None);

        Assert.Contains(field, made.Failure!.Fields!.Keys);
    }
}
