using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.Slack;

public sealed class SlackConnectorTests : ConnectorSuite
{
    private const string SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5";

    protected override string Provider => "slack";

    protected override string SearchText => "export";

    protected override string UnknownId => "channel:C000000000";

    protected override string ApiPrefix => "slack.com/api/";

    protected override IReadOnlyList<string> EntitiesOfTheEmptyAccount => ["user"];

    [Fact]
    public async Task Search_Channels_ByNameAndPurpose_LeavesArchivedOut()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var widgets = Succeeds(await Search(session, new EntityQuery("widgets", 10) { EntityTypes = ["channel"] }));
        var leads = Assert.Single(Succeeds(await Search(session, new EntityQuery("planning among", 10) { EntityTypes = ["channel"] })).Items);

        Assert.Equal(["#widgets", "#widgets-alerts"], widgets.Items.Select(item => item.Title).Order(StringComparer.Ordinal));
        Assert.Equal(("#leads", true), (leads.Title, (bool)leads.Metadata["private"]!));
        Assert.Empty(Succeeds(await Search(session, new EntityQuery("old-office", 10) { EntityTypes = ["channel"] })).Items);
        Assert.All(widgets.Items, item => Assert.StartsWith("http", item.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_People_FindsByEmail_AndLeavesBotsAndFormerMembersOut()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var ben = Assert.Single(Succeeds(await Search(session, new EntityQuery("ben@acme.test", 10) { EntityTypes = ["user"] })).Items);
        var all = Succeeds(await Search(session, new EntityQuery(null, 50) { EntityTypes = ["user"] }));

        Assert.Equal("ben@acme.test", ben.Text("email"));
        Assert.Equal(6, all.Items.Count);
    }

    [Fact]
    public async Task Search_Messages_ByWordsAndDates_IgnoresModifiersOfTheirOwn()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var (start, end) = (session.Clock.GetUtcNow().AddDays(-20), session.Clock.GetUtcNow().AddDays(-5));

        var found = Succeeds(await Search(session, new EntityQuery("from:@nobody in:#nowhere -the", 100) { EntityTypes = ["message"], Start = start, End = end }));

        Assert.NotEmpty(found.Items);
        Assert.All(found.Items, item => Assert.InRange(VendorJsonTime(item), start, end));
        Assert.Equal(found.Items.Count, found.Items.Select(item => item.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task BotToken_FindsChannelsAndPeople_AndSaysWhyNoMessages()
    {
        using var probe = Bench.Paste(SandboxAccounts.Ada);
        var account = Succeeds(await Bench.Connector.GetAccountAsync(probe, CancellationToken.None));
        using var session = Bench.Paste(SandboxAccounts.Ada, facts: account.Facts);

        Assert.Equal("bot", account.Facts["tokenKind"]);
        Assert.Contains("channels:manage", account.Scopes!);
        Assert.NotEmpty(Succeeds(await Search(session, new EntityQuery("widgets", 10))).Items);
        var refused = (await Search(session, new EntityQuery("export", 10) { EntityTypes = ["message"] })).Failure;
        Assert.Equal("vendor.forbidden", refused?.Code);
        Assert.Contains("bot token", refused!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Succeeds(await Search(session, new EntityQuery("leads", 10))).Items, item => item.Type == "channel");
    }

    [Fact]
    public async Task MissingScope_NamesWhatIsNeeded()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada, scopes: scope => scope.Name is "users:read" or "channels:read");

        var failure = (await RunAsync(session, "send_message", """{"channel":"#general","text":"hi"}""")).Failure;

        Assert.Equal("vendor.forbidden", failure?.Code);
        Assert.Contains("chat:write", failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendMessage_ByName_IsThere_EscapedAndFound()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunAsync(session, "send_message", """{"channel":"#general","text":"Fabrikam <!channel> & co"}"""));

        Assert.StartsWith("http", (string?)outcome.Output["permalink"], StringComparison.Ordinal);
        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery("fabrikam", 10) { EntityTypes = ["message"] })).Items);
        Assert.Equal(outcome.Entity!.Id, found.Id);
        Assert.Equal("Fabrikam <!channel> & co", found.Description);
        Assert.Contains(Bench.Recorder.Exchanges, exchange => Encoding.UTF8.GetString(exchange.RequestBody).Contains("%26lt%3B%21channel%26gt%3B", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendMessage_InAThread_IsReadAgain()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var parent = Succeeds(await RunAsync(session, "send_message", """{"channel":"general","text":"Parent"}"""));

        var reply = Succeeds(await RunAsync(session, "send_message", $$"""{"channel":"{{parent.Output["channel"]}}","text":"Reply","thread_ts":"{{parent.Output["ts"]}}"}"""));

        Assert.Equal("Reply", Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, reply.Entity!.Id, CancellationToken.None)).Description);
    }

    [Theory]
    [InlineData("""{"channel":"#nowhere-at-all","text":"hi"}""", "validation")]
    [InlineData("""{"channel":"C000000000","text":"hi"}""", "vendor.not_found")]
    [InlineData("""{"channel":"#support","text":"hi"}""", "vendor.forbidden")]
    public async Task SendMessage_WhereItCannotGo_SaysWhy(string parameters, string code)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        Assert.Equal(code, (await RunAsync(session, "send_message", parameters)).Failure?.Code);
    }

    [Fact]
    public async Task SendMessage_WhoseAnswerIsLost_IsNotRepeated()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("slack.com/api/chat.postMessage", 502, times: 5);

        Assert.False((await RunAsync(session, "send_message", """{"channel":"#general","text":"once"}""")).IsSuccess);

        Assert.Single(Bench.Server.State.Requests, request => request.Path == "/api/chat.postMessage");
    }

    [Fact]
    public async Task CreateChannel_IsFoundByTheNextSearch_AndItsNameIsTakenThen()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunAsync(session, "create_channel", """{"name":"#Project Contoso","is_private":true}"""));

        Assert.Equal("project-contoso", (string?)outcome.Output["name"]);
        Assert.Equal(outcome.Entity!.Id, Assert.Single(Succeeds(await Search(session, new EntityQuery("contoso", 5) { EntityTypes = ["channel"] })).Items).Id);
        Assert.Equal("vendor.refused", (await RunAsync(session, "create_channel", """{"name":"project-contoso"}""")).Failure?.Code);
        Assert.Equal("validation", (await RunAsync(session, "create_channel", """{"name":"what?!"}""")).Failure?.Code);
    }

    [Theory]
    [InlineData("xoxc-1-2")]
    [InlineData("xapp-1-2")]
    [InlineData("hello")]
    public void Normalize_OtherTokens_AreRefusedBeforeAnythingIsSent(string token)
    {
        var result = Bench.Connector.Normalize(AuthKinds.ApiKey, new Dictionary<string, string>(StringComparer.Ordinal) { ["token"] = token });

        Assert.Contains("token", result.Failure!.Fields!.Keys);
    }

    [Fact]
    public async Task TokenAnswer_NestedAndRefreshed_IsRead()
    {
        var nested = ReadToken((await Bench.TokensAsync(SandboxAccounts.Ada)).ToString());
        Assert.StartsWith("xoxp-", nested.AccessToken.Reveal(), StringComparison.Ordinal);
        Assert.Null(nested.ExpiresIn);
        Assert.Contains("search:read", nested.Scopes!);

        var refreshed = ReadToken("""{"ok":true,"access_token":"xoxe.xoxp-1","token_type":"user","expires_in":43200,"refresh_token":"xoxe-1-new","scope":"chat:write","authed_user":{"id":"U1"}}""");
        Assert.Equal(("xoxe.xoxp-1", "xoxe-1-new", TimeSpan.FromHours(12)), (refreshed.AccessToken.Reveal(), refreshed.RefreshToken!.Reveal(), refreshed.ExpiresIn));
    }

    [Fact]
    public async Task BadCode_IsRefusedWithStatus200()
    {
        var answer = await Bench.RefreshAsync("xoxe-1-unknown");

        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.Equal("invalid_refresh_token", answer.GetProperty("error").GetString());
    }

    [Fact, Proves("W9")]
    public void VendorsOwnSample_IsGenuine_AndAnyChangeIsNot()
    {
        const string body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        const string signature = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        var at = DateTimeOffset.FromUnixTimeSeconds(1531420618);

        // A command is no event, so its shape is refused, but only after its signature was accepted.
        Assert.Equal("shape", Rejection(body, "1531420618", signature, at));
        Assert.Equal("signature", Rejection(body + "x", "1531420618", signature, at));
        Assert.Equal("signature", Rejection(body, "1531420619", signature, at));
        Assert.Equal("signature", Rejection(body, "1531420618", signature.ToUpperInvariant(), at));
        Assert.Equal("signature", Rejection(body, "1531420618", "", at));
        Assert.Equal("signature", Rejection(body, "1531420618", signature, at.AddMinutes(6)));
        Assert.Equal("signature", Rejection(body, "1531420618", signature, at.AddMinutes(-6)));
        Assert.Equal("signature", Rejection(body, "99999999999999999999", signature, at));
    }

    [Fact, Proves("W9")]
    public void Events_AreReadAfterTheirSignature()
    {
        var challenge = Assert.IsType<InboundVerdict.Challenge>(ReceiveSigned("""{"token":"t","challenge":"3eZbrw1aB","type":"url_verification"}"""));
        Assert.Equal("3eZbrw1aB", challenge.Body);

        var renamed = Assert.IsType<InboundVerdict.Accepted>(ReceiveSigned(
            """{"type":"event_callback","event_id":"Ev1","event":{"type":"channel_rename","channel":{"id":"C04WIDGETS1","name":"new"}}}"""));
        Assert.Equal(("Ev1", "channel_rename"), (renamed.DeliveryId, renamed.EventType));
        Assert.Equal(new TouchedEntity("channel", "channel:C04WIDGETS1"), Assert.Single(renamed.Touched));

        var message = Assert.IsType<InboundVerdict.Accepted>(ReceiveSigned(
            """{"type":"event_callback","event_id":"Ev2","event":{"type":"message","channel":"C04WIDGETS1","ts":"1793275290.000459"}}"""));
        Assert.Equal("message:C04WIDGETS1:1793275290.000459", Assert.Single(message.Touched).ExternalId);

        Assert.IsType<InboundVerdict.Rejected>(ReceiveSigned("{"));
        Assert.IsType<InboundVerdict.Rejected>(ReceiveSigned("[]"));
        Assert.IsType<InboundVerdict.Noted>(ReceiveSigned("""{"type":"event_callback","event_id":7}"""));
    }

    [Fact]
    public async Task Contract_EverythingSentAndAnswered_FitsTheVendorsDescription()
    {
        var contract = Contract.Open("slack.openapi.json");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        var found = Succeeds(await Search(session, new EntityQuery("e", 100)));
        foreach (var item in found.Items.DistinctBy(item => item.Type))
        {
            Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, item.Id, CancellationToken.None));
        }

        var parent = Succeeds(await RunAsync(session, "send_message", """{"channel":"#general","text":"By contract"}"""));
        var reply = Succeeds(await RunAsync(session, "send_message", $$"""{"channel":"{{parent.Output["channel"]}}","text":"Reply","thread_ts":"{{parent.Output["ts"]}}"}"""));
        Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, reply.Entity!.Id, CancellationToken.None));
        Succeeds(await RunAsync(session, "create_channel", """{"name":"by-contract"}"""));
        await ((IGetEntity)Bench.Connector).GetAsync(session, UnknownId, CancellationToken.None);

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(
            Bench.Recorder.Exchanges, "POST /auth.test", "POST /users.info", "POST /users.list", "POST /conversations.list", "POST /conversations.info", "POST /conversations.history",
            "POST /conversations.replies", "POST /conversations.create", "POST /search.messages", "POST /chat.postMessage", "POST /chat.getPermalink");
    }

    protected override async Task<VendorSession> ConnectAsync(SandboxAccount account)
    {
        // Signing in gives a person's token; facts as the account call gave them.
        var tokens = ReadToken((await Bench.TokensAsync(account)).ToString());
        var credential = new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = tokens.AccessToken.Reveal() };
        return Bench.Session(AuthKinds.OAuth2, credential, new Dictionary<string, string>(StringComparer.Ordinal) { ["tokenKind"] = "user", ["workspaceUrl"] = "https://acme.slack.com/" });
    }

    private Task<Result<ActionOutcome>> RunAsync(VendorSession session, string action, string parameters) =>
        ((IRunActions)Bench.Connector).RunAsync(session, action, JsonElement.Parse(parameters), CancellationToken.None);

    private TokenGrant ReadToken(string body)
    {
        using var message = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        return Succeeds(((IReadTokenResponse)Bench.Connector).ReadToken("Slack", Integrations.Connectors.Http.VendorResponse.From(message, Encoding.UTF8.GetBytes(body))));
    }

    private string Rejection(string body, string timestamp, string signature, DateTimeOffset now) =>
        Assert.IsType<InboundVerdict.Rejected>(Receive(body, timestamp, signature, now)).Reason;

    private InboundVerdict ReceiveSigned(string body)
    {
        var now = DateTimeOffset.UtcNow;
        var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SigningSecret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));
        return Receive(body, timestamp, signature, now);
    }

    private InboundVerdict Receive(string body, string timestamp, string signature, DateTimeOffset now) => ((IReceiveEvents)Bench.Connector).Receive(
        new InboundRequest(
            "POST",
            new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Slack-Request-Timestamp"] = timestamp, ["X-Slack-Signature"] = signature },
            new Dictionary<string, string>(StringComparer.Ordinal), Encoding.UTF8.GetBytes(body)),
        new Secret(SigningSecret), now);

    private static DateTimeOffset VendorJsonTime(ExternalEntity entity) => DateTimeOffset.Parse(entity.Text("createdAt")!, CultureInfo.InvariantCulture);
}
