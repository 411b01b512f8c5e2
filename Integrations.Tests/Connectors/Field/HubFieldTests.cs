using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Search;
using Integrations.Core.Sync;
using Integrations.Core.VendorEvents;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.Connectors.Field;

/// <summary>What vendors do in the field, over all of Core.</summary>
public sealed class HubFieldTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    private static readonly CancellationToken None = CancellationToken.None;

    public static TheoryData<string> OAuthProviders => [.. VendorBench.Connectors().Select(c => c.Provider).Where(p => VendorBench.ReadManifest(p).Method(AuthKinds.OAuth2) is not null)];

    [Fact, Proves("K5")]
    public async Task Refresh_RefusedAsUnauthorizedClientWithADeadToken_ExpiresTheConnection()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "jira");
        await EndTokenAsync(id);
        hub.Sandbox.State.AnswerNext("auth.atlassian.com/oauth/token", 403, """{"error":"unauthorized_client","error_description":"refresh_token is invalid"}""");

        var tested = await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, None);

        Assert.False(tested.Value.Success);
        var connection = await ConnectionAsync(id);
        Assert.Equal(ConnectionStatus.Expired, connection.Status);
        Assert.Contains("Reconnect", connection.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_RefusedAsUnauthorizedClientInOtherWords_IsTheClientsFault()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "jira");
        await EndTokenAsync(id);
        hub.Sandbox.State.AnswerNext("auth.atlassian.com/oauth/token", 403, """{"error":"unauthorized_client","error_description":"client is not allowed to use this grant"}""");

        await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, None);

        Assert.NotEqual(ConnectionStatus.Expired, (await ConnectionAsync(id)).Status);
    }

    [Theory, Proves("K5")]
    [InlineData("github", "bad_refresh_token", "The refresh token passed is incorrect or expired.")]
    [InlineData("jira", "invalid_grant", "Unknown or invalid refresh token.")]
    [InlineData("jira", "unauthorized_client", "refresh_token is invalid")]
    [InlineData("jira", "unauthorized_client", "Unknown or invalid refresh token.")]
    [InlineData("dropbox", "unauthorized_client", "refresh_token is invalid")]
    [InlineData("slack", "invalid_refresh_token", null)]
    [InlineData("slack", "token_revoked", null)]
    [InlineData("microsoft_outlook", "interaction_required", "AADSTS50076")]
    [InlineData("google_calendar", "invalid_grant", "Token has been expired or revoked.")]
    [InlineData("dropbox", "invalid_grant", "refresh token is invalid or revoked")]
    public async Task WordsOfATokenEndpoint_MeanADeadCredential(string provider, string code, string? words)
    {
        var address = new Uri(VendorBench.ReadManifest(provider).Method(AuthKinds.OAuth2)!.OAuth!.TokenUrl);
        hub.Sandbox.State.AnswerNext(address.Host + address.AbsolutePath, 400, JsonSerializer.Serialize(new { ok = false, error = code, error_description = words }));

        var refreshed = await hub.Get<OAuthTokens>().RefreshAsync(provider, new Secret("the-refresh-token"), None);

        Assert.Equal(FailureKind.CredentialRefused, refreshed.Failure?.Kind);
    }

    [Fact]
    public async Task ByteOrderMark_BeforeATokenAnswer_IsReadAsIfItWereNotThere()
    {
        hub.Sandbox.State.AnswerNext("oauth2.googleapis.com/token", 200, "\uFEFF{\"access_token\":\"fresh\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");

        var refreshed = await hub.Get<OAuthTokens>().RefreshAsync("google_calendar", new Secret("the-refresh-token"), None);

        Assert.True(refreshed.IsSuccess, refreshed.Failure?.ToString());
    }

    [Theory, MemberData(nameof(OAuthProviders))]
    public async Task AuthorizationUrl_IsAValidUri(string provider)
    {
        var caller = VendorBench.ReadManifest(provider).Levels.Contains(ProviderLevels.Organization) ? hub.Admin : hub.User;
        var id = await hub.EnableAsync(caller, provider);

        var started = await hub.Get<OAuthFlow>().StartAsync(caller, id, new FlowRequest("/") { BrowserKey = "b" }, None);

        // RFC 3986: none of these stands in a URI as it is.
        Assert.True(Uri.IsWellFormedUriString(started.Value.AuthorizationUrl, UriKind.Absolute), started.Value.AuthorizationUrl);
        Assert.DoesNotContain(started.Value.AuthorizationUrl, c => c is <= ' ' or > '~' or '"' or '<' or '>' or '\\' or '^' or '`' or '{' or '|' or '}');
    }

    [Theory]
    [InlineData("\u200B{0}\u2060")]
    [InlineData("\uFEFF{0}")]
    [InlineData(" {0}\u00AD ")]
    public async Task PastedToken_WithInvisibleCharacters_IsTheTokenWithoutThem(string pasted)
    {
        var token = hub.Credential("github", AuthKinds.ApiKey)["token"];

        var tried = await hub.Get<ConnectionService>().TryAsync(hub.Admin, "github", AuthKinds.ApiKey, Fields(("token", pasted.Replace("{0}", token, StringComparison.Ordinal))), None);

        Assert.True(tried.IsSuccess, tried.Failure?.ToString());
    }

    [Theory]
    [InlineData("github", AuthKinds.ApiKey, "token", "ghp_t\u00F6ken")]
    [InlineData("github", AuthKinds.ApiKey, "token", "ghp_“token”")]
    [InlineData("dropbox", AuthKinds.ApiKey, "token", "sl.u.\u0435")]
    [InlineData("slack", AuthKinds.ApiKey, "token", "xoxb-\u2026")]
    [InlineData("n8n", AuthKinds.ApiKey, "apiKey", "key\u00A0key")]
    [InlineData("zapier", AuthKinds.ApiKey, "token", "t\u00F6ken")]
    [InlineData("jira", AuthKinds.Basic, "apiToken", "ATATT\u2013x")]
    [InlineData("github", AuthKinds.OAuth2, "accessToken", "gho_\u00FC")]
    public async Task PastedSecret_ThatNoHeaderCanCarry_IsRefusedAtItsField(string provider, string kind, string field, string secret)
    {
        var asked = hub.Sandbox.State.Requests.Count;
        var fields = Fields((field, secret), ("baseUrl", "https://n8n.example.com"), ("siteUrl", "https://acme.atlassian.net"), ("email", "ada@acme.test"));
        if (provider is not "n8n")
        {
            fields.Remove("baseUrl");
        }

        var tried = await hub.Get<ConnectionService>().TryAsync(hub.Admin, provider, kind, fields, None);

        Assert.Equal(FailureKind.Invalid, tried.Failure?.Kind);
        Assert.Equal([field], tried.Failure!.Fields!.Keys);
        Assert.DoesNotContain(secret, tried.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(asked, hub.Sandbox.State.Requests.Count);
    }

    [Fact]
    public async Task Action_WhoseAnswerCannotBeRead_MayHaveBeenDone()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", AuthKinds.ApiKey);
        hub.Sandbox.State.AnswerNext("api.github.com/repos/acme/widgets/issues", 201, "{\"id\":", times: 1);

        var run = await RunAsync(id, "create_issue", """{"repository":"acme/widgets","title":"Twin"}""");

        Assert.Equal("action.outcome_unknown", run.Failure?.Code);
        Assert.Contains("It was sent and may have been done: look before you repeat it.", run.Failure!.Message, StringComparison.Ordinal);
        Assert.Null(run.Failure.RetryAfter);
        Assert.Equal("action.outcome_unknown", await hub.WithDatabaseAsync(db => db.Activities.Where(a => a.InstanceId == id && a.Action != null).Select(a => a.ErrorCode).SingleAsync()));
    }

    [Theory, InlineData(502), InlineData(504)]
    public async Task Action_BehindAGatewayThatGaveUp_MayHaveBeenDone(int status)
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", AuthKinds.ApiKey);
        hub.Sandbox.State.AnswerNext("api.github.com/repos/acme/widgets/issues", status, "<html>Bad gateway</html>", times: 1, contentType: "text/html");

        Assert.Equal("action.outcome_unknown", (await RunAsync(id, "create_issue", """{"repository":"acme/widgets","title":"Twin"}""")).Failure?.Code);
    }

    [Fact]
    public async Task Action_ThatTheVendorRefused_WasNotDone()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", AuthKinds.ApiKey);
        hub.Sandbox.State.AnswerNext("api.github.com/repos/acme/widgets/issues", 503, "{}", times: 1);

        Assert.Equal("vendor.unavailable", (await RunAsync(id, "create_issue", """{"repository":"acme/widgets","title":"No twin"}""")).Failure?.Code);
    }

    [Fact]
    public async Task Action_ThatCarriesAnIdOfItsRun_AndIsAnsweredUnreadably_MayHaveBeenDone_BecauseAnotherRunHasAnotherId()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");
        hub.Sandbox.State.AnswerNext("www.googleapis.com/calendar/v3/calendars/primary/events", 200, "not json", times: 1);

        var run = await RunAsync(id, "create_event", """{"title":"Twin","start":"2026-12-01T10:00:00Z","end":"2026-12-01T11:00:00Z"}""");

        Assert.Equal("action.outcome_unknown", run.Failure?.Code);
    }

    [Fact]
    public async Task Search_WithAnItemTwice_ShowsItOnce()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "github");
        const string Item = """{"id":1,"number":1,"title":"Twin","repository_url":"https://api.github.com/repos/acme/widgets"}""";
        hub.Sandbox.State.AnswerNext("api.github.com/search/issues", 200, $$"""{"total_count":2,"items":[{{Item}},{{Item}}]}""", times: 1);

        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest("twin", 10), None);

        Assert.Equal("issue:acme:widgets:1", Assert.Single(found.Value.Items).Id);
    }

    [Theory]
    [InlineData("""{"token":"t","type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820,"api_app_id":"A1"}""", "app_rate_limited")]
    [InlineData("""{"type":"something_new","data":{}}""", "something_new")]
    [InlineData("""{"type":"event_callback","event":{"type":"without_an_id"}}""", "without_an_id")]
    [InlineData("""{"nothing":1}""", "(no type)")]
    public async Task SignedNotice_ThatIsNoEventOfOurs_IsTaken_CountedAndShown(string body, string shown)
    {
        var id = await hub.EnableAsync(hub.Admin, "slack");
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: true, None)).Value;
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = "v0=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(opened.Secret.Reveal()), Encoding.UTF8.GetBytes($"v0:{seconds}:{body}")));

        var verdict = await hub.Get<InboundService>().ReceiveAsync("slack", id, VendorDelivery.Request(opened, body, ("X-Slack-Request-Timestamp", seconds), ("X-Slack-Signature", signature)), None);

        Assert.IsType<InboundVerdict.Noted>(verdict);
        var row = Assert.Single((await hub.Get<InboundLog>().LatestAsync(hub.Admin, id, 10, None)).Value);
        Assert.True(row.IsNote);
        Assert.Equal(shown, row.EventType);
        Assert.NotNull(row.LastError);
    }

    [Theory]
    [InlineData("token=t&team_id=T1&command=%2Fdeploy&text=to+production&trigger_id=1.2", "command /deploy")]
    [InlineData("payload=%7B%22type%22%3A%22block_actions%22%2C%22trigger_id%22%3A%221.2%22%7D", "block_actions")]
    [InlineData("payload=not+json", "form")]
    [InlineData("ssl_check=1&token=t", "form")]
    public async Task SignedForm_OfSlack_IsTaken_AndShownWithTheReason(string body, string shown)
    {
        var id = await hub.EnableAsync(hub.Admin, "slack");
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: true, None)).Value;
        var request = VendorDelivery.SlackForm(opened, body, DateTimeOffset.UtcNow);

        var verdict = await hub.Get<InboundService>().ReceiveAsync("slack", id, request, None);
        var forged = await hub.Get<InboundService>().ReceiveAsync("slack", id, request.With(body: Encoding.UTF8.GetBytes(body + "&x=1")), None);

        Assert.IsType<InboundVerdict.Noted>(verdict);
        Assert.Equal("signature", Assert.IsType<InboundVerdict.Rejected>(forged).Reason);
        var row = Assert.Single((await hub.Get<InboundLog>().LatestAsync(hub.Admin, id, 10, None)).Value);
        Assert.Equal((true, shown), (row.IsNote, row.EventType));
        Assert.Contains("did nothing", row.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignedForm_OfSlack_ThatProvesTheAddress_IsAnsweredWithItsChallenge()
    {
        var id = await hub.EnableAsync(hub.Admin, "slack");
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, overlap: true, None)).Value;
        var form = $"payload={System.Net.WebUtility.UrlEncode("""{"type":"url_verification","challenge":"a & b"}""")}";

        var verdict = await hub.Get<InboundService>().ReceiveAsync("slack", id, VendorDelivery.SlackForm(opened, form, DateTimeOffset.UtcNow), None);

        Assert.Equal("a & b", Assert.IsType<InboundVerdict.Challenge>(verdict).Body);
    }

    [Fact]
    public async Task Link_WhoseThingMoved_HasItsNewIdOnceItIsReadAgain()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", AuthKinds.ApiKey);
        var link = await LinkAsync(id, new ExternalEntity("issue:acme:left:7", "issue", "Before", null, null));
        const string Moved = """{"id":1,"number":3,"title":"After","state":"open","repository_url":"https://api.github.com/repos/acme/widgets","html_url":"https://github.com/acme/widgets/issues/3"}""";
        hub.Sandbox.State.AnswerNext("api.github.com/repos/acme/left/issues/7", 301, "{}", headers: ("Location", new Uri(hub.Sandbox.Origin, "/sandbox/api.github.com/repositories/42/issues/3").ToString()));
        hub.Sandbox.State.AnswerNext("api.github.com/repositories/42/issues/3", 200, Moved);

        var renewed = await hub.Get<LinkService>().RefreshAsync(hub.Admin, link, None);

        Assert.Equal(("issue:acme:widgets:3", "After", false), (renewed.Value.External.Id, renewed.Value.External.Title, renewed.Value.IsGone));
        Assert.Equal("issue:acme:widgets:3", await hub.WithDatabaseAsync(db => db.Links.Where(l => l.Id == link).Select(l => l.ExternalEntityId).SingleAsync()));
    }

    [Fact]
    public async Task Delivery_OfATransferredIssue_LeadsItsLinkToTheNewPlace()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", AuthKinds.ApiKey);
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, true, None)).Value;
        var link = await LinkAsync(id, new ExternalEntity("issue:acme:parted:7", "issue", "Before", null, null));
        const string Body = """{"action":"transferred","issue":{"number":7},"repository":{"full_name":"acme/parted"},"changes":{"new_issue":{"number":1},"new_repository":{"full_name":"acme/widgets"}}}""";

        await hub.Get<InboundService>().ReceiveAsync("github", id, VendorDelivery.GitHub(opened, "transferred", Body), None);

        var moved = await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.Links.AsNoTracking().SingleAsync(l => l.Id == link)), l => l.ExternalEntityId == "issue:acme:widgets:1" && l.Title != "Before");
        Assert.False(moved.IsGone);
    }

    [Fact]
    public async Task Delivery_OfARenamedRepository_GivesItsLinksTheNewIds()
    {
        var id = await hub.ConnectAsync(hub.Admin, "github", AuthKinds.ApiKey);
        var opened = (await hub.Get<InboundAddressService>().OpenAsync(hub.Admin, id, null, true, None)).Value;
        var link = await LinkAsync(id, new ExternalEntity("issue:acme:former:1", "issue", "Before", null, null));
        var other = await LinkAsync(id, new ExternalEntity("issue:acme:formerly:1", "issue", "Another repository's", null, null));
        var body = """{"action":"renamed","changes":{"repository":{"name":{"from":"former"}}},"repository":{"full_name":"acme/widgets"}}""";

        var request = VendorDelivery.GitHub(opened, "renamed", body);
        await hub.Get<InboundService>().ReceiveAsync("github", id, request with { Headers = request.Headers.Where(h => h.Key != "X-GitHub-Event").Append(new("X-GitHub-Event", "repository")).ToDictionary(StringComparer.OrdinalIgnoreCase) }, None);

        await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.Links.AsNoTracking().SingleAsync(l => l.Id == link)), l => l.ExternalEntityId == "issue:acme:widgets:1");
        Assert.Equal("issue:acme:formerly:1", await hub.WithDatabaseAsync(db => db.Links.Where(l => l.Id == other).Select(l => l.ExternalEntityId).SingleAsync()));
    }

    [Fact, Proves("K3")]
    public async Task SyncOfAnOccurrence_KeepsTitlePeopleAndJoinLink()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "microsoft_outlook");
        var search = new SearchRequest("Weekly product sync", 1) { Start = DateTimeOffset.UtcNow.AddDays(-1), End = DateTimeOffset.UtcNow.AddDays(14) };
        var entity = Assert.Single((await hub.Get<SearchService>().SearchAsync(hub.Admin, id, search, None)).Value.Items);
        var link = await LinkAsync(id, entity);

        var synced = await hub.Get<SyncService>().RunAsync(hub.Admin, id, None);

        Assert.True(synced.IsSuccess, synced.Failure?.ToString());
        var after = await hub.WithDatabaseAsync(db => db.Links.AsNoTracking().SingleAsync(l => l.Id == link));
        Assert.Equal("Weekly product sync", after.Title);
        Assert.Equal(entity.Attendees, after.Metadata["attendees"]!.AsArray().Select(a => a!.ToString()));
        Assert.Equal(entity.JoinUrl, (string?)after.Metadata["joinUrl"]);
    }

    [Fact, Proves("R10")]
    public async Task GatewaysPage_InPlaceOfA401_RefreshesOnceInAQuarterOfAnHour()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "jira");
        var version = (await ConnectionAsync(id)).TokenVersion;
        hub.Sandbox.State.AnswerNext("api.atlassian.com/ex/jira/", 404, "<html>Not here</html>", times: 1, contentType: "text/html");

        var tested = await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, None);
        hub.Sandbox.State.AnswerNext("api.atlassian.com/ex/jira/", 404, "<html>Not here</html>", times: 1, contentType: "text/html");
        var again = await hub.Get<ConnectionService>().TestAsync(hub.Admin, id, None);

        Assert.True(tested.Value.Success, tested.Value.Failure?.Message);
        Assert.False(again.Value.Success);
        Assert.Equal(version + 1, (await ConnectionAsync(id)).TokenVersion);
    }

    private Task<Result<ActionRun>> RunAsync(Guid id, string action, string parameters) => hub.Get<ActionService>().RunAsync(hub.Admin, id, action, JsonElement.Parse(parameters), None);

    private Task<Connection> ConnectionAsync(Guid id) => hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));

    private Task<int> EndTokenAsync(Guid id) => hub.WithDatabaseAsync(db => db.Connections.Where(c => c.InstanceId == id).ExecuteUpdateAsync(c => c.SetProperty(x => x.ExpiresAt, DateTimeOffset.UtcNow.AddMinutes(-1))));

    private async Task<Guid> LinkAsync(Guid id, ExternalEntity entity)
    {
        var meeting = (await hub.Get<MeetingService>().CreateAsync(hub.Admin, new MeetingDraft("Planning", DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1)), None)).Value;
        var linked = await hub.Get<LinkService>().LinkEntityToIntegrationAsync(hub.Admin, new LinkRequest(EntityTypes.Meeting, meeting.Id, id, entity.Id) { Copy = entity }, None);
        Assert.True(linked.IsSuccess, linked.Failure?.ToString());
        return linked.Value.Id;
    }

    private static Dictionary<string, string> Fields(params (string Name, string Value)[] fields) => fields.ToDictionary(f => f.Name, f => f.Value, StringComparer.Ordinal);
}
