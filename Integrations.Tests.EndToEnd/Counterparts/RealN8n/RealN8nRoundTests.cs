using System.Text.Json;
using Integrations.Core.Events;
using Integrations.Core.Management;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Api;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.EndToEnd.Counterparts.RealN8n;

/// <summary>The other way round: a workflow of a real n8n calls the hub's routes, and the hub's events start one that verifies them.</summary>
[Collection(N8nCollection.Name)]
public sealed class RealN8nRoundTests(N8nInstance n8n, ITestOutputHelper output) : IAsyncLifetime
{
    // What a receiver does: Standard Webhooks over the raw bytes, and the snippet of document 003 over the parsed body.
    private const string Verify =
        """
        const crypto = require('crypto');
        const secret = 'SECRET';
        const item = $input.first();
        const raw = Buffer.from(item.binary.data.data, 'base64');
        const { headers, body } = item.json;
        const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
        const wanted = 'v1,' + crypto.createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.`).update(raw).digest('base64');
        const { signature, ...payload } = body;
        const documented = 'sha256=' + crypto.createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex');
        return [{ json: { event: body.event, header: headers['webhook-signature'].split(' ').includes(wanted), documented: signature === documented } }];
        """;

    private readonly ApiHub _hub = new();
    private Guid _integration;

    public async ValueTask InitializeAsync()
    {
        n8n.SkipWithout();
        _hub.App.With("Egress:AllowedPrivateNetworks:0", "127.0.0.0/8");
        await _hub.InitializeAsync();
        var created = await _hub.Get<IntegrationActions>().CreateOrganizationIntegrationAsync(
            _hub.AdminCaller,
            new CreateIntegration("n8n", "The real n8n", new Dictionary<string, string>(StringComparer.Ordinal) { ["baseUrl"] = n8n.Origin.GetLeftPart(UriPartial.Authority), ["apiKey"] = n8n.OwnersKey }),
            CancellationToken.None);
        Assert.Null(created.Failure);
        _integration = created.Value;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task HttpNode_CallsOurRoutes_AndStartsAnotherWorkflowThroughThem()
    {
        var token = await _hub.App.TokenForAsync(ApiHub.AdminEmail);
        var listed = await AskAsync(new { method = "GET", url = new Uri(_hub.App.Address, "v1/integrations"), token });
        var lead = Name("Notify on new lead");
        var ran = await AskAsync(new { method = "POST", url = new Uri(_hub.App.Address, $"v1/integrations/int_{_integration:N}/actions/{lead}"), token, send = new { parameters = new { name = "Lee" } } });

        Assert.True(listed.GetProperty("success").GetBoolean());
        Assert.Contains(listed.GetProperty("data").EnumerateArray(), row => row.GetProperty("name").GetString() == "The real n8n");
        Assert.True(ran.GetProperty("success").GetBoolean(), ran.ToString());
    }

    [Fact]
    public async Task Events_StartAWorkflowThatVerifiesThem_AndNameAnExecutionThatN8nKnows()
    {
        var path = $"hub-events-{Guid.NewGuid():N}";
        var webhook = (await _hub.Get<WebhookEndpointService>().CreateAsync(
            _hub.AdminCaller,
            new WebhookEndpointValues { Name = "To n8n", Url = new Uri(n8n.Origin, $"webhook/{path}").ToString(), Events = [EventTypes.ActionExecuted, EventTypes.WorkflowExecuted, EventTypes.LinkCreated] },
            CancellationToken.None)).Value;
        await n8n.AddWorkflowAsync(N8nSeeds.Workflow(
            "Verify events of the hub",
            N8nSeeds.Webhook(path, "POST", "lastNode", options: new { rawBody = true }),
            N8nSeeds.Node("Code", "code", 2, new { jsCode = Verify.Replace("SECRET", webhook.Secret.Reveal(), StringComparison.Ordinal) })));

        var ran = await ApiHub.SendAsync(_hub.Admin, "POST", $"/v1/integrations/int_{_integration:N}/actions/{Name("Notify on new lead")}", new { parameters = new { } });
        Assert.True(ran.Status == 200, ran.ToString());
        await WithDatabaseAsync(async db =>
        {
            _hub.Get<Outbox>().Add(db, _hub.AdminCaller.OrganizationId!.Value, EventTypes.LinkCreated, new { title = "😀\u00a0\u3000\u2028\ufeff\ue000 ünï", amount = 1.50m });
            return await db.SaveChangesAsync();
        });

        var deliveries = await Eventually.ValueAsync(
            () => WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().Where(d => d.EndpointId == webhook.Endpoint.Id).ToListAsync()),
            all => all.Count == 3 && all.All(d => d.Attempts > 0));
        var answers = await WithDatabaseAsync(db => db.WebhookAttempts.AsNoTracking().Where(a => db.Set<WebhookDelivery>().Any(d => d.Id == a.DeliveryId && d.EndpointId == webhook.Endpoint.Id)).Select(a => a.ResponseBody).ToListAsync());
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryStatus.Succeeded, delivery.Status));
        Assert.All(answers, answer =>
        {
            var verdict = JsonElement.Parse(answer!);
            Assert.True(verdict.GetProperty("header").GetBoolean() && verdict.GetProperty("documented").GetBoolean(), answer);
        });

        var told = await WithDatabaseAsync(db => db.OutboxEvents.AsNoTracking().Where(e => e.Type == EventTypes.WorkflowExecuted).Select(e => e.Data).SingleAsync());
        var execution = await n8n.ApiAsync(HttpMethod.Get, $"/executions/{JsonElement.Parse(told).GetProperty("executionId").GetString()}");
        Assert.Equal((n8n.Workflows["Notify on new lead"], "success"), (execution.GetProperty("workflowId").GetString(), execution.GetProperty("status").GetString()));
        output.WriteLine($"counterpart: n8n {n8n.Version}: {answers.Count} events verified by a workflow, by header and by document 003's snippet");
    }

    private string Name(string workflow) => $"run_any_name_{n8n.Workflows[workflow]}";

    private async Task<JsonElement> AskAsync(object question)
    {
        var ran = await ApiHub.SendAsync(_hub.Admin, "POST", $"/v1/integrations/int_{_integration:N}/actions/{Name("Ask an address")}", new { parameters = question });
        Assert.True(ran.Status == 200, ran.ToString());
        return ran["data.result.response"];
    }

    private async Task<TResult> WithDatabaseAsync<TResult>(Func<IntegrationsDbContext, Task<TResult>> work)
    {
        await using var db = await _hub.Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await work(db);
    }
}
