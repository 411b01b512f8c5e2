using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Contracts;

namespace Integrations.Tests.Connectors.N8n;

public sealed class N8nConnectorTests : ConnectorSuite
{
    private const string OlderRelease = "https://n8n-older.example";
    private const string MeasuredRelease = "https://n8n-2-8.example";

    protected override string Provider => "n8n";

    protected override string SearchText => "review";

    protected override string UnknownId => "zzzzzzzzzzzzzzzz";

    protected override string ApiPrefix => "n8n.example/";

    private IRunActions Actions => (IRunActions)Bench.Connector;

    [Fact]
    public async Task Account_OfACurrentKey_TellsOwnerScopesAndEnd()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

        Assert.Equal((SandboxAccounts.Ada.Name, "ada@acme.test", "n8n.example"), (account.Name, account.Email, account.Workspace));
        Assert.Contains("workflow:list", account.Scopes!);
        Assert.Equal(2099, account.CredentialExpiresAt?.Year);
    }

    [Fact]
    public async Task Account_OfAnOlderRelease_IsReadWithoutDiscovery()
    {
        using var session = Older();

        var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

        Assert.StartsWith("n8n-older.example/", account.Id, StringComparison.Ordinal);
        Assert.Null(account.Scopes);
    }

    [Fact]
    public async Task Account_ApiSwitchedOff_SaysSo()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Bench.Server.State.AnswerNext("n8n.example/api/v1", 404, """{"message":"not found"}""", times: 10);

        Assert.Equal("n8n.no_api", (await Bench.Connector.GetAccountAsync(session, CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task Search_ByTypeAndDates_GivesExecutionsOfThatWindow_NewestFirst()
    {
        var now = TimeProvider.System.GetUtcNow();
        foreach (var session in new[] { await ConnectAsync(SandboxAccounts.Ada), At(MeasuredRelease), Older() })
        {
            using (session)
            {
                var found = Succeeds(await Search(session, new EntityQuery(null, 50) { EntityTypes = ["execution"], Start = now.AddHours(-24), End = now.AddHours(-12) }));

                Assert.NotEmpty(found.Items);
                Assert.Null(found.NextCursor);
                Assert.All(found.Items, item => Assert.InRange(item.Start!.Value, now.AddHours(-24), now.AddHours(-12)));
                Assert.Equal(found.Items.OrderByDescending(item => item.Start).Select(item => item.Id), found.Items.Select(item => item.Id));
                Assert.All(found.Items, item => Assert.Contains(" #", item.Title, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Search_ByFilterAndTagSetting_NarrowsToIt()
    {
        using var active = await ConnectAsync(SandboxAccounts.Ada);
        using var tagged = Bench.Paste(SandboxAccounts.Ada, facts: Facts("https://n8n.example", ("tags", "Production,Sales")));

        var running = Succeeds(await Search(active, new EntityQuery(null, 50) { EntityTypes = ["workflow"], Filters = new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "active" } }));
        var sales = Succeeds(await Search(tagged, new EntityQuery(null, 50) { EntityTypes = ["workflow"] }));

        Assert.Contains(running.Items, item => item.Title == "Nightly report");
        Assert.DoesNotContain(running.Items, item => item.Title == "Import contacts");
        Assert.Equal(["Create an order", "Notify on new lead"], sales.Items.Select(item => item.Title).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Search_LeavesArchivedWorkflowsOut_AndKeepsNodeParametersToItself()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var found = Succeeds(await Search(session, new EntityQuery(null, 100) { EntityTypes = ["workflow"] }));

        Assert.DoesNotContain(found.Items, item => item.Title == "Old newsletter");
        Assert.DoesNotContain("authentication", JsonSerializer.Serialize(found.Items), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_AreTheWebhooksOfActiveWorkflows_AndTheTwoSwitches()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));

        Assert.Equal(
            ["Activate a workflow", "Deactivate a workflow", "Run Approve a purchase", "Run Charge a card", "Run Create an order", "Run Look up a customer", "Run Notify on new lead"],
            actions.Select(action => action.DisplayName).Order(StringComparer.Ordinal));
        Assert.All(actions.Where(action => action.DisplayName.StartsWith("Run ", StringComparison.Ordinal)), action => Assert.True(action.RunsWorkflow));
        Assert.Equal(actions.Count, actions.Select(action => action.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Run_StartsTheWorkflow_AndItsExecutionIsFound()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunNamedAsync(session, "Run Notify on new lead", """{"name":"Lee","email":"lee@northwind.test"}"""));

        Assert.Equal("Workflow was started", (string?)outcome.Output["response"]?["message"]);
        Assert.Equal("success", (string?)outcome.Output["status"]);
        var found = Succeeds(await Search(session, new EntityQuery("lead", 1) { EntityTypes = ["execution"] }));
        Assert.Equal(outcome.Entity!.Id, Assert.Single(found.Items).Id);
        Assert.Equal("execution:" + (string?)outcome.Output["executionId"], outcome.Entity.Id);
    }

    [Fact]
    public async Task Run_OfAGetWebhook_SendsParametersInTheQuery_AndGivesTheLastNodesData()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunNamedAsync(session, "Run Look up a customer", """{"email":"a b&c@x.test"}"""));

        Assert.Equal("Northwind", (string?)outcome.Output["response"]?["customer"]);
        Assert.Equal("a b&c@x.test", (string?)outcome.Output["response"]?["asked"]?["email"]);
    }

    [Fact]
    public async Task Run_WithRouteParametersAndHeaderAuthentication_FillsThemIn_AndKeepsTheApiKeyAway()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunNamedAsync(session, "Run Create an order", """{"customerId":"x y","items":[{"sku":"A1"}]}"""));

        Assert.Equal("x y", (string?)outcome.Output["response"]?["parameters"]?["customerId"]);
        Assert.Equal("A1", (string?)outcome.Output["response"]?["received"]?["items"]?[0]?["sku"]);
        Assert.Null(outcome.Output["response"]!["received"]!["customerId"]);
        Assert.Equal("validation", (await RunNamedAsync(session, "Run Create an order", """{"customerId":"../x y","items":[]}""")).Failure!.Code);
        Assert.All(Bench.Recorder.Exchanges.Where(e => e.Address.AbsolutePath.Contains("/webhook/", StringComparison.Ordinal)), e => Assert.DoesNotContain("X-N8N-API-KEY", e.RequestHeaders.Keys, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Run_WithoutTheWebhooksHeader_IsNoReasonToReconnectTheKey()
    {
        var fields = Bench.Server.Services.Credential("n8n", SandboxAccounts.Ada);
        using var session = Bench.Session(AuthKinds.ApiKey, fields.Where(f => !f.Key.StartsWith("webhook", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal), Facts("https://n8n.example"));

        var failure = (await RunNamedAsync(session, "Run Create an order", """{"customerId":"7"}""")).Failure;

        Assert.Equal((FailureKind.VendorRefused, "n8n.webhook_refused"), (failure!.Kind, failure.Code));
    }

    [Fact]
    public async Task Run_WorkflowFails_TellsSo_AndIsListedAsError()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var failure = (await RunNamedAsync(session, "Run Charge a card", """{"amount":5}""")).Failure;

        Assert.Equal("n8n.workflow_failed", failure?.Code);
        Assert.Contains("Error in workflow", failure!.Message, StringComparison.Ordinal);
        var last = Succeeds(await Search(session, new EntityQuery("Charge", 1) { EntityTypes = ["execution"] }));
        Assert.Equal("error", Assert.Single(last.Items).Text("status"));
    }

    [Theory]
    [InlineData("https://n8n.example")]
    [InlineData(MeasuredRelease)]
    [InlineData(OlderRelease)]
    public async Task Switch_OnThenRunThenOff_OnEveryRelease(string release)
    {
        using var session = At(release);
        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery("Import contacts", 5) { EntityTypes = ["workflow"] })).Items);
        var parameter = JsonElement.Parse($$"""{"workflowId":"{{found.Id}}"}""");

        Assert.True((bool)Succeeds(await Actions.RunAsync(session, "activate_workflow", parameter, CancellationToken.None)).Output["active"]!);
        Succeeds(await RunNamedAsync(session, "Run Import contacts", "{}"));
        Assert.False((bool)Succeeds(await Actions.RunAsync(session, "deactivate_workflow", parameter, CancellationToken.None)).Output["active"]!);

        Assert.Equal("n8n.inactive", (await Actions.RunAsync(session, $"run_import_contacts_{found.Id}", JsonElement.Parse("{}"), CancellationToken.None)).Failure?.Code);
    }

    [Theory]
    [InlineData(404, """{"message":"not found"}""")]
    [InlineData(405, """{"message":"POST method not allowed"}""")]
    [InlineData(400, """{"message":"Unsupported method POST"}""")]
    public async Task Switch_ReleaseThatDoesNotPublish_IsActivatedInstead(int status, string body)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var found = Assert.Single(Succeeds(await Search(session, new EntityQuery("Import contacts", 5) { EntityTypes = ["workflow"] })).Items);
        Bench.Server.State.AnswerNext($"n8n.example/api/v1/workflows/{found.Id}/publish", status, body);

        var switched = Succeeds(await Actions.RunAsync(session, "activate_workflow", JsonElement.Parse($$"""{"workflowId":"{{found.Id}}"}"""), CancellationToken.None));

        Assert.True((bool)switched.Output["active"]!);
    }

    [Fact]
    public async Task Switch_RefusedForAnotherReason_IsNotTriedByTheOlderRoute()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var found = Succeeds(await Search(session, new EntityQuery("review", 50) { EntityTypes = ["workflow"] })).Items[0];

        var refused = (await Actions.RunAsync(session, "activate_workflow", JsonElement.Parse($$"""{"workflowId":"{{found.Id}}"}"""), CancellationToken.None)).Failure;

        Assert.Equal((FailureKind.VendorRefused, 400), (refused!.Kind, refused.VendorStatus));
        Assert.DoesNotContain(Bench.Recorder.Exchanges, exchange => exchange.Address.AbsolutePath.EndsWith("/activate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FindAction_WorkflowWasRenamed_IsFoundByItsOldName()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));
        var lead = actions.Single(action => action.DisplayName == "Run Notify on new lead");
        var old = $"run_what_it_was_called_before_{lead.WorkflowId}";

        Assert.Equal(lead, Actions.FindAction(actions, old));
        Assert.Null(Actions.FindAction(actions, $"run2_what_it_was_called_before_{lead.WorkflowId}"));
        Assert.Null(Actions.FindAction(actions, "run_what_it_was_called_before_zzzzzzzzzzzzzzzz"));
        Succeeds(await Actions.RunAsync(session, old, JsonElement.Parse("{}"), CancellationToken.None));
    }

    [Fact]
    public async Task Run_ThatOnlyStarted_SaysSo_AndClaimsNoEnd()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var outcome = Succeeds(await RunNamedAsync(session, "Run Approve a purchase", "{}"));

        Assert.Equal(WorkflowEnd.Unknown, outcome.End);
        Assert.Equal("waiting", (string?)outcome.Output["status"]);
        Assert.NotNull(outcome.Output["executionId"]);
    }

    [Fact]
    public async Task Run_WhoseExecutionIsNotListed_HasNoMadeUpId()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var actions = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));
        Bench.Server.State.AnswerNext("n8n.example/api/v1/executions", 200, """{"data":[],"nextCursor":null}""", times: 10);

        var outcome = Succeeds(await Actions.RunAsync(session, actions.Single(a => a.DisplayName == "Run Notify on new lead").Name, JsonElement.Parse("{}"), CancellationToken.None));

        Assert.Equal(WorkflowEnd.Unknown, outcome.End);
        Assert.Equal("started", (string?)outcome.Output["status"]);
        Assert.Null(outcome.Output["executionId"]);
    }

    [Fact]
    public async Task Get_OfAnExecutionThatIsNoNumber_SaysThereIsNoSuchThing()
    {
        using var session = At(MeasuredRelease);

        Assert.Equal("vendor.not_found", (await ((IGetEntity)Bench.Connector).GetAsync(session, "execution:abc", CancellationToken.None)).Failure?.Code);
        Assert.Equal("vendor.not_found", (await ((IGetEntity)Bench.Connector).GetAsync(session, "execution:99999999", CancellationToken.None)).Failure?.Code);
    }

    [Theory]
    [InlineData("run_x_")]
    [InlineData("run")]
    [InlineData("run0_x_abc")]
    [InlineData("delete_everything")]
    [InlineData("run_x_../../users")]
    public async Task Run_OfAnUnknownName_IsRefusedWithoutACall(string name)
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        Assert.Equal("action.unknown", (await Actions.RunAsync(session, name, JsonElement.Parse("{}"), CancellationToken.None)).Failure?.Code);
        Assert.Empty(Bench.Recorder.Exchanges);
    }

    [Fact]
    public async Task Sync_GivesEverythingOnce_ThenOnlyWhatIsNew()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var sync = (ISyncEntities)Bench.Connector;
        var first = await PullAllAsync(session, "execution", null);
        var workflows = await PullAllAsync(session, "workflow", null);

        Assert.Equal(60, first.Changes.Count);
        Assert.Empty((await PullAllAsync(session, "execution", first.Cursor)).Changes);

        Succeeds(await RunNamedAsync(session, "Run Notify on new lead", "{}"));
        var lead = workflows.Changes.Single(change => change.Entity!.Title == "Nightly report");
        Succeeds(await Actions.RunAsync(session, "deactivate_workflow", JsonElement.Parse($$"""{"workflowId":"{{lead.ExternalId}}"}"""), CancellationToken.None));

        Assert.Single((await PullAllAsync(session, "execution", first.Cursor)).Changes);
        Assert.Equal("off", Assert.Single((await PullAllAsync(session, "workflow", workflows.Cursor)).Changes).Entity!.Text("status"));
        Assert.True(Succeeds(await sync.PullAsync(session, "workflow", "nonsense!", CancellationToken.None)).Restart);
    }

    [Theory]
    [InlineData("acme.app.n8n.cloud", "https://acme.app.n8n.cloud")]
    [InlineData("https://acme.app.n8n.cloud/home/workflows", "https://acme.app.n8n.cloud")]
    [InlineData("https://tools.acme.test/n8n/api/v1/", "https://tools.acme.test/n8n")]
    [InlineData("https://tools.acme.test:8443/workflow/abc?x=1", "https://tools.acme.test:8443")]
    public void Normalize_TypedAddress_BecomesTheInstancesRoot(string typed, string expected) =>
        Assert.Equal(expected, Succeeds(Bench.Connector.Normalize(AuthKinds.ApiKey, Typed(typed)))["baseUrl"]);

    [Theory]
    [InlineData("ftp://acme.test")]
    [InlineData("https://user:pw@acme.test")]
    [InlineData("not an address")]
    public void Normalize_NoAddress_IsRefusedByField(string typed) =>
        Assert.Contains("baseUrl", Bench.Connector.Normalize(AuthKinds.ApiKey, Typed(typed)).Failure!.Fields!.Keys);

    [Fact]
    public async Task Contract_EverythingSentAndAnswered_FitsN8nsOwnDescription()
    {
        var contract = Contract.Open("n8n.openapi.json")
            .Outside("https://*/webhook/*", "webhooks are the workflows' own")
            .Outside("https://n8n.example/api/v1/users/*", "only owners may ask; the description leaves the route out");
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));
        var found = Succeeds(await Search(session, new EntityQuery(null, 5)));
        var runs = Succeeds(await Search(session, new EntityQuery(null, 5) { EntityTypes = ["execution"] }));
        foreach (var item in found.Items.Concat(runs.Items))
        {
            Succeeds(await ((IGetEntity)Bench.Connector).GetAsync(session, item.Id, CancellationToken.None));
        }

        Succeeds(await RunNamedAsync(session, "Run Notify on new lead", "{}"));
        var parameter = JsonElement.Parse($$"""{"workflowId":"{{found.Items[0].Id}}"}""");
        Succeeds(await Actions.RunAsync(session, "deactivate_workflow", parameter, CancellationToken.None));
        Succeeds(await Actions.RunAsync(session, "activate_workflow", parameter, CancellationToken.None));

        contract.Verify(Bench.Recorder.Exchanges);
        contract.Covers(
            Bench.Recorder.Exchanges, "GET /discover", "GET /workflows", "GET /workflows/{workflowId}", "POST /workflows/{workflowId}/publish",
            "POST /workflows/{workflowId}/unpublish", "GET /executions", "GET /executions/{executionId}");
    }

    protected override Task<VendorSession> ConnectAsync(SandboxAccount account) => Task.FromResult(Bench.Paste(account));

    private VendorSession Older() => At(OlderRelease);

    private VendorSession At(string release) => Bench.Session(
        AuthKinds.ApiKey,
        new Dictionary<string, string>(Bench.Server.Services.Credential("n8n", SandboxAccounts.Ada), StringComparer.Ordinal) { ["baseUrl"] = release },
        Facts(release));

    private static Dictionary<string, string> Facts(string baseUrl, params (string Name, string Value)[] more) =>
        more.Prepend(("baseUrl", baseUrl)).ToDictionary(fact => fact.Item1, fact => fact.Item2, StringComparer.Ordinal);

    private static Dictionary<string, string> Typed(string baseUrl) => new(StringComparer.Ordinal) { ["baseUrl"] = baseUrl, ["apiKey"] = "key" };
}
