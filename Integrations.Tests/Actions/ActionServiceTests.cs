using System.Net;
using System.Text.Json;
using Integrations.Connectors.Http;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Events;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Primitives;
using Integrations.Sandbox.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Actions;

public sealed class ActionServiceTests : IAsyncLifetime
{
    private ActionHub _hub = null!;

    private ActionService Actions => _hub.Core.Get<ActionService>();

    public async ValueTask InitializeAsync() => _hub = await ActionHub.StartAsync(services => services.AddSingleton<INameResolver>(new Inside()));

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task List_OfAConnectedWorkflowTool_IsWhatItsVendorOffers()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var listed = await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None);

        Assert.Contains(listed.Value, action => action.DisplayName == "Run Notify on new lead" && action.RunsWorkflow);
    }

    [Fact]
    public async Task List_Disconnected_IsWhatIsKnownAnyway()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);
        await _hub.Core.Get<ConnectionService>().DisconnectAsync(_hub.Core.Admin, id, CancellationToken.None);

        var listed = await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None);

        Assert.Equal(["activate_workflow", "deactivate_workflow"], listed.Value.Select(action => action.Name));
    }

    [Fact]
    public async Task List_AsksTheVendorOnce_UntilAnActionWasRun()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);
        var actions = (await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None)).Value;
        var asked = Listings();

        await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None);
        Assert.Equal(asked, Listings());

        var workflowId = actions.Single(action => action.DisplayName == "Run Charge a card").Name.Split('_')[^1];
        Assert.Null((await RunAsync(id, "deactivate_workflow", $$"""{"workflowId":"{{workflowId}}"}""")).Failure);
        Assert.DoesNotContain((await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None)).Value, action => action.DisplayName == "Run Charge a card");

        int Listings() => _hub.Sandbox.State.Requests.Count(request => request.Path == "/api/v1/workflows");
    }

    [Fact, Proves("A1")]
    public async Task ListAndRun_OfAnotherOrganization_AreNotFound()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        Assert.Equal(FailureKind.NotFound, (await Actions.ListAsync(_hub.Core.Stranger, id, CancellationToken.None)).Failure?.Kind);
        Assert.Equal("integration.not_found", (await Actions.RunAsync(_hub.Core.Stranger, id, "activate_workflow", default, CancellationToken.None)).Failure?.Code);
    }

    [Fact, Proves("A7")]
    public async Task Run_WithATokenThatOnlyReads_IsForbidden()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var run = await Actions.RunAsync(_hub.Core.User with { Scopes = TokenScopes.Read }, id, "activate_workflow", default, CancellationToken.None);

        Assert.Equal(FailureKind.Forbidden, run.Failure?.Kind);
    }

    [Fact]
    public async Task Run_ParametersBreakTheSchema_NamesTheField_AndCallsNobody()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var run = await RunAsync(id, "activate_workflow", """{"workflow":"x"}""");

        Assert.Equal("validation", run.Failure?.Code);
        Assert.Equal(["workflow", "workflowId"], run.Failure!.Fields!.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(_hub.Sandbox.State.Requests, request => request.Path.Contains("activate", StringComparison.Ordinal));
        Assert.Empty(await ActivitiesAsync());
    }

    [Fact]
    public async Task Run_OfAnUnknownAction_IsNotFound()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        Assert.Equal("action.unknown", (await RunAsync(id, "launch_rocket", "{}")).Failure?.Code);
    }

    [Fact, Proves("L1")]
    public async Task Run_IsRecordedWithDuration_WithoutSecrets()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var run = await RunNamedAsync(id, "Run Look up a customer", """{"email":"lee@northwind.test","apiKey":"canary-secret"}""");

        Assert.Null(run.Failure);
        var entry = Assert.Single(await ActivitiesAsync());
        Assert.Equal((run.Value.Id, ActivityStatus.Success, id, _hub.Core.User.UserId), (entry.Id, entry.Status, entry.InstanceId, entry.UserId));
        Assert.Contains("lee@northwind.test", entry.Input, StringComparison.Ordinal);
        Assert.Contains("Northwind", entry.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-secret", entry.Input + entry.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAWorkflow_RaisesBothEvents_AndCountsTheAction()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var run = await RunNamedAsync(id, "Run Notify on new lead", """{"name":"Lee"}""");

        var events = await EventsAsync("action.", "workflow.");
        Assert.Equal([EventTypes.ActionExecuted, EventTypes.WorkflowExecuted], events.Select(e => e.Type).Order(StringComparer.Ordinal));
        var data = JsonElement.Parse(events.Single(e => e.Type == EventTypes.WorkflowExecuted).Data);
        Assert.Equal("success", data.GetProperty("status").GetString());
        Assert.Equal((string?)run.Value.Output["executionId"], data.GetProperty("executionId").GetString());
        Assert.DoesNotContain("Lee", events[0].Data + events[1].Data, StringComparison.Ordinal);
        var usage = Assert.Single(await _hub.Core.WithDatabaseAsync(db => db.UsageHours.Where(u => u.InstanceId == id).ToListAsync()));
        Assert.Equal((1, 0), (usage.ActionsSucceeded, usage.ActionsFailed));
    }

    [Fact]
    public async Task Run_OfAWorkflowThatGoesOn_TellsNoEnd()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var run = await RunNamedAsync(id, "Run Approve a purchase", "{}");

        Assert.Equal("waiting", (string?)run.Value.Output["status"]);
        Assert.Equal([EventTypes.ActionExecuted], (await EventsAsync("action.", "workflow.")).Select(e => e.Type));
    }

    [Fact]
    public async Task Run_OfAFailedWorkflow_NamesItByItsId_AndMakesNoIdOfARunUp()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        await RunNamedAsync(id, "Run Charge a card", "{}");

        var data = JsonElement.Parse((await EventsAsync("workflow.")).Single().Data);
        Assert.DoesNotContain("charge", data.GetProperty("workflowId").GetString(), StringComparison.OrdinalIgnoreCase);
        Assert.False(data.TryGetProperty("executionId", out var execution) && execution.ValueKind != JsonValueKind.Null);
    }

    [Fact]
    public async Task Run_ByTheNameFromBeforeItsWorkflowWasRenamed_StillRuns()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);
        var lead = (await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None)).Value.Single(action => action.DisplayName == "Run Notify on new lead");

        var run = await RunAsync(id, $"run_lead_mailer_{lead.WorkflowId}", "{}");

        Assert.Null(run.Failure);
        Assert.Equal(lead.Name, run.Value.Action);
    }

    [Fact]
    public async Task Run_WorkflowFails_IsRecordedAndTold_AndTheConnectionStaysHealthy()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);

        var run = await RunNamedAsync(id, "Run Charge a card", "{}");

        Assert.Equal("n8n.workflow_failed", run.Failure?.Code);
        Assert.Equal((ActivityStatus.Failed, "n8n.workflow_failed"), ((await ActivitiesAsync()).Single().Status, (await ActivitiesAsync()).Single().ErrorCode));
        Assert.Equal([EventTypes.ActionFailed, EventTypes.WorkflowFailed], (await EventsAsync("action.", "workflow.")).Select(e => e.Type).Order(StringComparer.Ordinal));
        Assert.Equal(ConnectionStatus.Active, await _hub.Core.WithDatabaseAsync(db => db.Connections.Select(c => c.Status).SingleAsync()));
    }

    [Fact]
    public async Task Run_KeyWasDeleted_EndsTheConnection()
    {
        var id = await _hub.ConnectAsync("n8n", SandboxAccounts.Ada);
        await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None);
        _hub.Sandbox.State.AnswerNext("n8n.example/api", 401, """{"message":"unauthorized"}""", times: 100);

        var run = await RunAsync(id, "activate_workflow", """{"workflowId":"abc"}""");

        Assert.Equal(FailureKind.CredentialRefused, run.Failure?.Kind);
        Assert.Equal(ConnectionStatus.Revoked, await _hub.Core.WithDatabaseAsync(db => db.Connections.Select(c => c.Status).SingleAsync()));
    }

    [Fact]
    public async Task Run_OfAZapierTool_IsAWorkflow_AndAFailedToolFails()
    {
        var id = await _hub.ConnectAsync("zapier", SandboxAccounts.Ada);

        Assert.Null((await RunAsync(id, "slack_send_channel_message", """{"instructions":"Post it","channel":"#general","text":"Hello"}""")).Failure);
        Assert.Equal("zapier.action_failed", (await RunAsync(id, "trello_create_card", """{"instructions":"Add it","board":"Roadmap"}""")).Failure?.Code);
        Assert.Equal("validation", (await RunAsync(id, "slack_send_channel_message", """{"channel":"#general"}""")).Failure?.Code);

        Assert.Equal([EventTypes.WorkflowExecuted, EventTypes.WorkflowFailed], (await EventsAsync("workflow.")).Select(e => e.Type).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Run_OfAZapierTool_ListsAndCallsInOneSession()
    {
        var id = await _hub.ConnectAsync("zapier", SandboxAccounts.Ada);
        const string Post = """{"instructions":"Post it","channel":"#general","text":"Hello"}""";
        var listing = await CountAsync(() => Actions.ListAsync(_hub.Core.User, id, CancellationToken.None));
        // A run forgets what was listed, so the next one has to ask.
        await RunAsync(id, "slack_send_channel_message", Post);

        var running = await CountAsync(async () => Assert.Null((await RunAsync(id, "slack_send_channel_message", Post)).Failure));

        Assert.Equal(listing + 1, running);

        async Task<int> CountAsync(Func<Task> work)
        {
            var before = Asked();
            await work();
            return Asked() - before;
        }

        int Asked() => _hub.Sandbox.State.Requests.Count(request => request.Host == "mcp.zapier.com");
    }

    [Theory, Proves("I6")]
    [InlineData("https://10.0.0.8/hook")]
    [InlineData("http://127.0.0.1:8080/hook")]
    [InlineData("https://localhost/hook")]
    [InlineData("https://0x7f000001/hook")]
    public async Task Connect_WebhookToAPrivateAddress_IsRefusedWhenSaved(string url)
    {
        var created = await _hub.Core.Get<IntegrationActions>().CreateOrganizationIntegrationAsync(_hub.Core.Admin, Webhook(url), CancellationToken.None);

        Assert.Contains("url", created.Failure!.Fields!.Keys);
    }

    [Fact, Proves("I10")]
    public async Task Run_WebhookWhoseNameLeadsToTheSandbox_IsBlocked()
    {
        var url = $"https://hooks.acme.test:{_hub.Sandbox.Origin.Port}/sandbox/mcp.zapier.com/api/v1/connect";
        var created = await _hub.Core.Get<IntegrationActions>().CreateOrganizationIntegrationAsync(_hub.Core.Admin, Webhook(url), CancellationToken.None);
        var before = _hub.Sandbox.State.Requests.Count;

        var tested = await _hub.Core.Get<ConnectionService>().TestAsync(_hub.Core.Admin, created.Value, CancellationToken.None);
        var run = await RunAsync(created.Value, "send", """{"data":{"x":1}}""");

        Assert.Equal(("vendor.unreachable", "vendor.unreachable"), (tested.Value.Failure?.Code, run.Failure?.Code));
        Assert.Equal(before, _hub.Sandbox.State.Requests.Count);
    }

    private static CreateIntegration Webhook(string url) =>
        new("webhook", "Hook", new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = url, ["secret"] = "my_secret_key" });

    private Task<Result<ActionRun>> RunAsync(Guid id, string action, string parameters) =>
        Actions.RunAsync(_hub.Core.User, id, action, JsonElement.Parse(parameters), CancellationToken.None);

    private async Task<Result<ActionRun>> RunNamedAsync(Guid id, string displayName, string parameters)
    {
        var listed = await Actions.ListAsync(_hub.Core.User, id, CancellationToken.None);
        return await RunAsync(id, listed.Value.Single(action => action.DisplayName == displayName).Name, parameters);
    }

    private Task<List<ActivityEntry>> ActivitiesAsync() =>
        _hub.Core.WithDatabaseAsync(db => db.Activities.Where(a => a.Type == ActivityTypes.Action).ToListAsync());

    /// <summary>Every name leads into this machine.</summary>
    private sealed class Inside : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
    }

    private Task<List<OutboxEvent>> EventsAsync(params string[] beginnings) => _hub.Core.WithDatabaseAsync(async db =>
        (await db.OutboxEvents.ToListAsync()).Where(e => beginnings.Any(b => e.Type.StartsWith(b, StringComparison.Ordinal))).ToList());
}
