using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Manifest;
using Integrations.Sandbox.Accounts;
using Integrations.Tests.Connectors;

namespace Integrations.Tests.EndToEnd.Counterparts.RealN8n;

/// <summary>The connector suite against a real n8n, as far as it can be had to misbehave, and what only a real one shows.</summary>
[Collection(N8nCollection.Name)]
public sealed class RealN8nConnectorTests(N8nInstance n8n) : ConnectorSuite
{
    protected override string Provider => "n8n";

    protected override string SearchText => "review";

    protected override string UnknownId => "zzzzzzzzzzzzzzzz";

    protected override string ApiPrefix => "127.0.0.1/";

    private IRunActions Actions => (IRunActions)Bench.Connector;

    [Fact]
    public async Task Account_OfTheOwner_IsReadWithoutDiscovery()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var account = Succeeds(await Bench.Connector.GetAccountAsync(session, CancellationToken.None));

        Assert.Equal(("Ada Owner", "ada@n8n.test"), (account.Name, account.Email));
        Assert.InRange(account.CredentialExpiresAt!.Value, DateTimeOffset.UtcNow.AddDays(29), DateTimeOffset.UtcNow.AddDays(31));
    }

    [Fact]
    public async Task Switch_OnThenRunThenOff()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var parameter = JsonElement.Parse($$"""{"workflowId":"{{n8n.Workflows["Import contacts"]}}"}""");

        Assert.True((bool)Succeeds(await Actions.RunAsync(session, "activate_workflow", parameter, CancellationToken.None)).Output["active"]!);
        Succeeds(await RunNamedAsync(session, "Run Import contacts", "{}"));
        Assert.False((bool)Succeeds(await Actions.RunAsync(session, "deactivate_workflow", parameter, CancellationToken.None)).Output["active"]!);

        Assert.Equal("n8n.inactive", (await Actions.RunAsync(session, $"run_import_contacts_{n8n.Workflows["Import contacts"]}", JsonElement.Parse("{}"), CancellationToken.None)).Failure?.Code);
    }

    [Fact]
    public async Task Run_OnReceived_TellsTheExecutionThatN8nKnows_AndItsEnd()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var lead = Succeeds(await RunNamedAsync(session, "Run Notify on new lead", """{"name":"Lee"}"""));
        var waits = Succeeds(await RunNamedAsync(session, "Run Approve a purchase", "{}"));
        var fails = Succeeds(await RunNamedAsync(session, "Run Fail after answering", "{}"));

        Assert.Equal("Workflow was started", (string?)lead.Output["response"]?["message"]);
        Assert.Equal((WorkflowEnd.Succeeded, "success"), (lead.End, (string?)lead.Output["status"]));
        Assert.Equal("success", (await n8n.ApiAsync(HttpMethod.Get, $"/executions/{lead.Output["executionId"]}")).GetProperty("status").GetString());
        Assert.Equal(WorkflowEnd.Unknown, waits.End);
        // "started": a busy n8n has not listed it within the time that is waited.
        Assert.Contains((string?)waits.Output["status"], new[] { "waiting", "running", "started" });
        Assert.Equal((WorkflowEnd.Failed, "error"), (fails.End, (string?)fails.Output["status"]));
    }

    [Fact]
    public async Task Run_LastNodeAndResponseNode_GiveTheirData()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);

        var customer = Succeeds(await RunNamedAsync(session, "Run Look up a customer", """{"email":"a b&c@x.test"}"""));
        var order = Succeeds(await RunNamedAsync(session, "Run Create an order", """{"customerId":"x y","items":[{"sku":"A1"}]}"""));

        Assert.Equal(("Northwind", "a b&c@x.test"), ((string?)customer.Output["response"]!["customer"], (string?)customer.Output["response"]!["asked"]));
        Assert.Equal("x y", (string?)order.Output["response"]!["parameters"]!["customerId"]);
        Assert.Equal("A1", (string?)order.Output["response"]!["received"]!["items"]![0]!["sku"]);
        Assert.Equal(WorkflowEnd.Succeeded, order.End);
    }

    [Fact]
    public async Task Run_WorkflowFailsOrRefuses_IsToldApart()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        using var without = Session(n8n.OwnersKey, withHeader: false);

        Assert.Equal("n8n.workflow_failed", (await RunNamedAsync(session, "Run Charge a card", "{}")).Failure?.Code);
        Assert.Equal("n8n.webhook_refused", (await RunNamedAsync(without, "Run Create an order", """{"customerId":"7"}""")).Failure?.Code);
    }

    [Fact]
    public async Task RenamedWorkflow_RunsByItsOldName()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        var id = await n8n.AddWorkflowAsync(N8nSeeds.Workflow("Before", N8nSeeds.Webhook($"renamed-{Guid.NewGuid():N}", "POST", "onReceived"), N8nSeeds.Node("Fields", "set", 3.4, new { })));
        var before = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None)).Single(action => action.WorkflowId == id);
        var workflow = await n8n.ApiAsync(HttpMethod.Get, $"/workflows/{id}");
        await n8n.ApiAsync(HttpMethod.Put, $"/workflows/{id}", new { name = "After", nodes = workflow.GetProperty("nodes"), connections = workflow.GetProperty("connections"), settings = new { executionOrder = "v1" } });

        var after = Succeeds(await Actions.ListActionsAsync(session, CancellationToken.None));

        Assert.Equal("Run After", Actions.FindAction(after, before.Name)?.DisplayName);
        Succeeds(await Actions.RunAsync(session, before.Name, JsonElement.Parse("{}"), CancellationToken.None));
    }

    [Fact]
    public async Task Search_LeavesArchivedWorkflowsOut_AndFindsExecutionsByDates()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await RunNamedAsync(session, "Run Notify on new lead", "{}"));
        var now = TimeProvider.System.GetUtcNow();

        var workflows = Succeeds(await Search(session, new EntityQuery(null, 100) { EntityTypes = ["workflow"] }));
        var runs = Succeeds(await Search(session, new EntityQuery("lead", 50) { EntityTypes = ["execution"], Start = now.AddHours(-1), End = now.AddHours(1) }));
        var earlier = Succeeds(await Search(session, new EntityQuery("lead", 50) { EntityTypes = ["execution"], End = now.AddDays(-1) }));

        Assert.DoesNotContain(workflows.Items, item => item.Title == "Old newsletter");
        Assert.NotEmpty(runs.Items);
        Assert.Empty(earlier.Items);
    }

    [Fact]
    public async Task Sync_GivesEverythingOnce_ThenOnlyWhatIsNew()
    {
        using var session = await ConnectAsync(SandboxAccounts.Ada);
        Succeeds(await RunNamedAsync(session, "Run Look up a customer", "{}"));
        var executions = await PullAllAsync(session, "execution", null);
        var workflows = await PullAllAsync(session, "workflow", null);
        Assert.NotEmpty(executions.Changes);
        Assert.True(workflows.Changes.Count >= N8nSeeds.Reviews);

        var run = Succeeds(await RunNamedAsync(session, "Run Look up a customer", "{}"));

        var news = await PullAllAsync(session, "execution", executions.Cursor);
        Assert.Contains(news.Changes, change => change.ExternalId == $"execution:{run.Output["executionId"]}");
        Assert.Empty((await PullAllAsync(session, "workflow", workflows.Cursor)).Changes);
    }

    internal override Task<VendorBench> StartBenchAsync()
    {
        n8n.SkipWithout();
        return Task.FromResult(VendorBench.OnThisMachine(Provider));
    }

    protected override Task<VendorSession> ConnectAsync(SandboxAccount account) => Task.FromResult(account.Behaviour switch
    {
        SandboxBehaviour.Healthy => Session(account == SandboxAccounts.Ada ? n8n.OwnersKey : n8n.MembersKey),
        // A member sees workflows of their own only, and has none.
        SandboxBehaviour.Empty => Session(n8n.MembersKey),
        SandboxBehaviour.Revoked => Session(n8n.DeletedKey),
        _ => NotToBeHad(),
    });

    private static VendorSession NotToBeHad()
    {
        Assert.Skip("A real n8n does not misbehave when it is asked to.");
        throw new InvalidOperationException();
    }

    private VendorSession Session(string key, bool withHeader = true)
    {
        var baseUrl = n8n.Origin.GetLeftPart(UriPartial.Authority);
        var typed = new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = baseUrl, ["apiKey"] = key };
        var facts = new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = baseUrl };
        if (withHeader)
        {
            typed["webhookHeader"] = facts["webhookHeader"] = N8nSeeds.WebhookHeader;
            typed["webhookHeaderValue"] = N8nSeeds.WebhookKey;
        }

        return Bench.Session(AuthKinds.ApiKey, typed, facts);
    }
}
