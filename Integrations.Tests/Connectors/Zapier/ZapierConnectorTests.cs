using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Connectors.Vendors.Zapier;
using Integrations.Core.Actions;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connectors.Zapier;

public sealed class ZapierConnectorTests : ConnectorSuite
{
    protected override string Provider => "zapier";

    protected override string SearchText => "send";

    protected override string UnknownId => "gmail_do_the_dishes";

    protected override string ApiPrefix => "mcp.zapier.com/";

    private IRunActions Actions => (IRunActions)Bench.Connector;

    [Fact]
    public async Task Account_BySigningIn_IsTheServer()
    {
        using var session = await Bench.SignInAsync(SandboxAccounts.Ada);

        Assert.Contains("Ada", Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Name, StringComparison.Ordinal);
    }

    [Fact, Proves("O10")]
    public async Task Account_BySigningIn_IsTheSameAfterARefresh_AndAnotherForAnother()
    {
        using var first = await Bench.SignInAsync(SandboxAccounts.Ada);
        using var again = await Bench.SignInAsync(SandboxAccounts.Ada);
        using var other = await Bench.SignInAsync(SandboxAccounts.Gus);

        var (ada, same, gus) = (await AccountAsync(first), await AccountAsync(again), await AccountAsync(other));

        Assert.True(ada.IsCertain);
        Assert.Equal(ada.Id, same.Id);
        Assert.NotEqual(ada.Id, gus.Id);

        async Task<VendorAccount> AccountAsync(VendorSession session) => Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
    }

    [Theory]
    [InlineData("opaque-token", false)]
    [InlineData("a.b.c", false)]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIn0.sig", false)]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJhIiwic3ViIjoiYWRhIn0.sig", true)]
    [InlineData(null, false)]
    public void Identity_IsTheTokensSubject_WhereItHasOne(string? token, bool has) => Assert.Equal(has, ZapierIdentity.SubjectOf(token) is not null);

    [Fact]
    public async Task Actions_AreTheServersTools_GroupedByApp_OverAllPages()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));

        Assert.Equal(9, actions.Count);
        Assert.Equal(["Gmail", "Google Calendar", "Google Sheets", "HubSpot", "Notion", "Slack", "Trello"], actions.Select(a => a.Group).Distinct(StringComparer.Ordinal));
        Assert.All(actions, action => Assert.True(action.RunsWorkflow));
        var send = actions.Single(action => action.Name == "slack_send_channel_message");
        Assert.Equal("Slack: Send Channel Message", send.DisplayName);
        Assert.Equal("channel is required.", ParameterSchema.Check(send.Parameters, JsonElement.Parse("""{"instructions":"x"}"""))?.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Run_ChangesTheApp_OnEveryKindOfServer(int kind)
    {
        using var session = Pasted(kind);
        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));
        var (send, find) = (actions.Single(a => a.DisplayName == "Slack: Send Channel Message"), actions.Single(a => a.DisplayName == "Slack: Find Message"));

        Succeeds(await RunAsync(session, send, """{"instructions":"Post it","channel":"#général","text":"Grüße aus dem Hub"}"""));
        var found = Succeeds(await RunAsync(session, find, """{"instructions":"Find it","query":"Grüße"}"""));

        Assert.Contains("Grüße aus dem Hub", (string?)found.Output["result"]?["results"]?[0]?["text"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_OfADynamicServer_AreItsEnabledActions_AndNeverThoseThatManageIt()
    {
        using var session = Pasted(1);

        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));
        var found = Succeeds(await Search(session, new EntityQuery("skill", 10)));

        Assert.Equal(9, actions.Count);
        Assert.Empty(found.Items);
        Assert.Equal("action.unknown", (await Actions.RunAsync(session, "delete_zapier_skill", JsonElement.Parse("{}"), CancellationToken.None)).Failure?.Code);
        Assert.All(Succeeds(await Search(session, new EntityQuery("send", 10))).Items, item => Assert.Equal("zapier_action", item.Type));
    }

    [Fact]
    public async Task Run_ToolFails_TellsItsWords_AndIsNoConnectionProblem()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));

        var full = (await RunAsync(session, actions.Single(a => a.Name == "trello_create_card"), """{"instructions":"x","board":"Roadmap"}""")).Failure;
        var lapsed = (await RunAsync(session, actions.Single(a => a.Name == "notion_create_page"), """{"instructions":"x","title":"T"}""")).Failure;

        Assert.Equal((FailureKind.VendorRefused, "zapier.action_failed"), (full!.Kind, full.Code));
        Assert.Contains("The board 'Roadmap' is full", full.Message, StringComparison.Ordinal);
        Assert.Equal((FailureKind.VendorRefused, "zapier.app_connection"), (lapsed!.Kind, lapsed.Code));
    }

    [Theory, Proves("R8")]
    [InlineData("tools/list", true)]
    [InlineData("server/discover", true)]
    [InlineData("tools/call", false)]
    public async Task Calls_OnlyThoseThatReadMayBeRepeated(string method, bool repeatable)
    {
        var sent = new Sent();
        using var http = new HttpClient(new ZapierWire(sent, "Zapier"));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://mcp.zapier.com/api/v1/connect") { Headers = { { "Mcp-Method", method } } };

        using var response = await http.SendAsync(request);

        Assert.Equal(repeatable, sent.WasRepeatable);
    }

    [Theory]
    [InlineData(405)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task Connect_ServerRefusesTheCurrentRevision_FallsBackToAnOlderOne(int status)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        // Repeatable calls are tried four times before the older revision has its turn.
        Bench.Server.State.AnswerNext("mcp.zapier.com/", status, "", times: status == 500 ? 4 : 1);

        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
    }

    [Fact]
    public async Task Revoked_TokenThatLapsed_IsAskedFor_ByAReconnect()
    {
        using var session = await ConnectAsync(SandboxAccounts.Revoked);

        var failure = (await Actions.ListActionsAsync(session, CancellationToken.None)).Failure;

        Assert.Equal((FailureKind.CredentialRefused, 404), (failure!.Kind, failure.VendorStatus));
        Assert.Contains("Reconnect", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tok_123", "tok_123")]
    [InlineData("  Bearer tok_123 ", "tok_123")]
    [InlineData("https://mcp.zapier.com/api/v1/connect?token=tok%2B1", "tok+1")]
    [InlineData("https://mcp.zapier.com/api/mcp/s/s3cret/mcp?x=1", "https://mcp.zapier.com/api/mcp/s/s3cret/mcp")]
    public void Normalize_TokenOrAddress_IsKeptAsOneSecret(string typed, string expected) =>
        Assert.Equal(expected, Succeeds(Bench.Connector.Normalize(AuthKinds.ApiKey, Typed(typed)))["token"]);

    [Theory, Proves("T10")]
    [InlineData("http://mcp.zapier.com/api/v1/connect?token=x")]
    [InlineData("https://mcp.zapier.com.evil.example/api/v1/connect?token=x")]
    [InlineData("https://user@mcp.zapier.com/api/v1/connect?token=x")]
    [InlineData("https://mcp.zapier.com:8443/api/v1/connect?token=x")]
    [InlineData("https://mcp.zapier.com/api/v1/connect")]
    [InlineData("https://actions.zapier.com/mcp/x/sse")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    public void Normalize_OtherAddresses_AreRefused(string typed) =>
        Assert.Contains("token", Bench.Connector.Normalize(AuthKinds.ApiKey, Typed(typed)).Failure!.Fields!.Keys);

    [Fact]
    public async Task Contract_EveryMessageFitsItsDescription_OnAllKindsOfServers()
    {
        var contract = Contract.Open("zapier-mcp.openapi.json").Outside("https://mcp.zapier.com/api/mcp/*", "an older address of the same endpoint")
            .Despite("*body $: fits 2 of 7 oneOf shapes*", "messages of the current revision are also well-formed ones of the older")
            .Despite("*answer 200 has no body", "event streams are not noted; the connector reads their messages one by one");
        foreach (var kind in new[] { 0, 1 })
        {
            using var session = Pasted(kind);
            var send = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None)).Single(a => a.DisplayName == "Gmail: Send Email");
            Succeeds(await RunAsync(session, send, """{"instructions":"x","to":"a@b.test","subject":"s","body":"b"}"""));
        }

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(Bench.Recorder.Exchanges, "POST /api/v1/connect");
    }

    protected override Task<VendorSession> ConnectAsync(SandboxAccount account) => Task.FromResult(Bench.Paste(account));

    private Task<Result<ActionOutcome>> RunAsync(VendorSession session, ActionDescriptor action, string parameters) =>
        Actions.RunAsync(session, action.Name, JsonElement.Parse(parameters), CancellationToken.None);

    /// <summary>Ada's servers as the sandbox lists them: one tool per action, general tools, and one behind an older address.</summary>
    private VendorSession Pasted(int kind) => Bench.Session(AuthKinds.ApiKey, Bench.Server.Services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)
        .Where(credential => credential is { Provider: "zapier", Kind: "api_key" } && credential.Account == SandboxAccounts.Ada.Email).ElementAt(kind).Fields);

    private sealed class Sent : HttpMessageHandler
    {
        public bool WasRepeatable { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            WasRepeatable = request.Options.TryGetValue(RequestKeys.RepeatableKey, out var repeatable) && repeatable;
            return Task.FromResult(new HttpResponseMessage());
        }
    }

    private static Dictionary<string, string> Typed(string token) => new(StringComparer.Ordinal) { ["token"] = token };
}
