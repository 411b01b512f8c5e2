using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Core.Events;
using Integrations.Core.Permissions;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Webhooks;

/// <summary>Events on their way: signed, retried, fenced, replayed; over real HTTP and a real database.</summary>
public sealed class WebhookDeliveryTests(ConnectedHub hub) : IClassFixture<ConnectedHub>, IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact, Proves("W1", "W2")]
    public async Task Delivery_VerifiesByHeaderAndByBody()
    {
        var created = await EndpointAsync(EventTypes.WorkflowExecuted);
        var id = await RaiseAsync(hub.Admin, EventTypes.WorkflowExecuted, new { workflowId = "wf_1", note = "a<b & ünï + \"q\"" });

        var got = await Eventually.ValueAsync(() => Task.FromResult(_receiver.Received.FirstOrDefault()), r => r is not null);

        Assert.Equal(id.ToString(), got!.Headers["webhook-id"]);
        Assert.DoesNotContain('.', got.Headers["webhook-id"]);
        var signed = Encoding.UTF8.GetBytes($"{got.Headers["webhook-id"]}.{got.Headers["webhook-timestamp"]}.").Concat(got.Body).ToArray();
        var key = Convert.FromBase64String(created.Secret.Reveal()["whsec_".Length..]);
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)), got.Headers["webhook-signature"]);

        var body = (JsonObject)JsonNode.Parse(got.Body)!;
        Assert.Equal(EventTypes.WorkflowExecuted, (string?)body["event"]);
        var text = Encoding.UTF8.GetString(got.Body);
        var unsigned = text[..text.LastIndexOf(",\"signature\":", StringComparison.Ordinal)] + "}";
        var expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(created.Secret.Reveal()), Encoding.UTF8.GetBytes(unsigned)));
        Assert.Equal($"sha256={expected}", (string?)body["signature"]);
    }

    [Fact, Proves("W4")]
    public async Task RotatedSecret_OldAndNewSign()
    {
        var created = await EndpointAsync(EventTypes.LinkCreated);
        await hub.Get<WebhookEndpointService>().RotateSecretAsync(hub.Admin, created.Endpoint.Id, default);
        await RaiseAsync(hub.Admin, EventTypes.LinkCreated, new { });

        var got = await Eventually.ValueAsync(() => Task.FromResult(_receiver.Received.FirstOrDefault()), r => r is not null);

        Assert.Equal(2, got!.Headers["webhook-signature"].Split(' ').Length);
        var old = WebhookSignature.Sign(created.Secret, got.Headers["webhook-id"], DateTimeOffset.FromUnixTimeSeconds(long.Parse(got.Headers["webhook-timestamp"])), got.Body);
        Assert.Contains(old, got.Headers["webhook-signature"], StringComparison.Ordinal);
    }

    [Fact, Proves("W7")]
    public async Task Endpoints_ReceiveOnlyTheirOrganizationsSubscribedEvents()
    {
        await EndpointAsync(EventTypes.LinkDeleted);
        await RaiseAsync(hub.Stranger, EventTypes.LinkDeleted, new { whose = "theirs" });
        await RaiseAsync(hub.Admin, EventTypes.SyncCompleted, new { whose = "ours, not subscribed" });
        await RaiseAsync(hub.Admin, EventTypes.LinkDeleted, new { whose = "ours" });

        await Eventually.ValueAsync(() => Task.FromResult(_receiver.Received.Count), count => count == 1);

        Assert.Contains("\"ours\"", Encoding.UTF8.GetString(_receiver.Received.Single().Body), StringComparison.Ordinal);
    }

    [Fact, Proves("W5", "W8", "R7")]
    public async Task FailedThenReplayed_KeepsItsId_AndShowsEveryAttempt()
    {
        var created = await EndpointAsync(EventTypes.ActionFailed);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 410;
            return context.Response.WriteAsync("gone");
        };
        var id = await RaiseAsync(hub.Admin, EventTypes.ActionFailed, new { });
        var dead = await DeliveryAsync(id, d => d.Status == DeliveryStatus.Dead);
        Assert.Equal(410, dead.LastStatusCode);
        Assert.False((await hub.Get<WebhookEndpointService>().GetAsync(hub.Admin, created.Endpoint.Id, default)).Value.IsActive);

        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };
        await hub.Get<WebhookEndpointService>().SwitchAsync(hub.Admin, created.Endpoint.Id, on: true, default);
        Assert.Equal(1, (await hub.Get<DeliveryService>().ReplayAsync(hub.Admin, new ReplayRequest { DeliveryIds = [dead.Id] }, default)).Value);

        await DeliveryAsync(id, d => d.Status == DeliveryStatus.Succeeded);
        Assert.Equal(2, _receiver.Received.Count);
        Assert.Single(_receiver.Received.Select(r => r.Headers["webhook-id"]).Distinct());
        var detail = await hub.Get<DeliveryService>().GetAsync(hub.Admin, dead.Id, default);
        Assert.Equal([410, 204], detail.Value.Attempts.Select(a => a.StatusCode ?? 0));
        Assert.Equal("gone", detail.Value.Attempts[0].ResponseBody);
    }

    [Fact]
    public async Task TryNow_BringsTheNextTryForward_AndLeavesWhatHasEndedAlone()
    {
        await EndpointAsync(EventTypes.ConnectionExpiring);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = _receiver.Received.Count == 1 ? 500 : 204;
            // Else the next try comes by itself in five seconds, which a busy machine may let pass.
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        var id = await RaiseAsync(hub.Admin, EventTypes.ConnectionExpiring, new { });
        var waiting = await DeliveryAsync(id, d => d.Attempts == 1);
        var deliveries = hub.Get<DeliveryService>();

        Assert.Equal(FailureKind.Forbidden, (await deliveries.TryNowAsync(hub.User, waiting.Id, default)).Failure!.Kind);
        Assert.Equal(0, (await deliveries.TryNowAsync(hub.Stranger, waiting.Id, default)).Value);
        Assert.Equal(1, (await deliveries.TryNowAsync(hub.Admin, waiting.Id, default)).Value);

        await DeliveryAsync(id, d => d.Status == DeliveryStatus.Succeeded);
        Assert.Equal(2, _receiver.Received.Count);
        Assert.Equal(0, (await deliveries.TryNowAsync(hub.Admin, waiting.Id, default)).Value);
    }

    [Fact, Proves("R3")]
    public async Task Redirect_IsNotFollowed_AndIsAFailure()
    {
        await EndpointAsync(EventTypes.ActionExecuted);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.RetryAfter = "3600";
            context.Response.Headers.Location = "http://169.254.169.254/latest/meta-data/";
            return Task.CompletedTask;
        };
        var id = await RaiseAsync(hub.Admin, EventTypes.ActionExecuted, new { });

        var failed = await DeliveryAsync(id, d => d.Attempts == 1);

        Assert.Equal(302, failed.LastStatusCode);
        Assert.Equal(DeliveryStatus.Pending, failed.Status);
        Assert.Single(_receiver.Received);
    }

    [Fact, Proves("I11")]
    public async Task EndlessAnswer_IsReadToItsLimit()
    {
        await EndpointAsync(EventTypes.SyncFailed);
        var line = new string('x', 8_000);
        _receiver.Answer = async context =>
        {
            try
            {
                // Two gigabytes, if anyone read them.
                for (var written = 0L; written < 2_000_000_000; written += line.Length)
                {
                    await context.Response.WriteAsync(line, context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
            }
        };
        var id = await RaiseAsync(hub.Admin, EventTypes.SyncFailed, new { });

        var done = await DeliveryAsync(id, d => d.Status == DeliveryStatus.Succeeded);

        var attempt = await hub.WithDatabaseAsync(db => db.WebhookAttempts.SingleAsync(a => a.DeliveryId == done.Id));
        Assert.Equal(WebhookAttempt.BodyMaxLength, attempt.ResponseBody!.Length);
    }

    [Fact, Proves("RL2")]
    public async Task OutcomeOfALostLease_IsDropped()
    {
        var created = await EndpointAsync(EventTypes.IntegrationEnabled, active: false);
        await hub.Get<WebhookEndpointService>().SwitchAsync(hub.Admin, created.Endpoint.Id, on: true, default);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 500;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        var id = await RaiseAsync(hub.Admin, EventTypes.IntegrationEnabled, new { });
        var row = await DeliveryAsync(id, d => d.Attempts == 1);
        // As if someone else had claimed it meanwhile.
        var foreign = Guid.NewGuid();
        await hub.WithDatabaseAsync(db => db.WebhookDeliveries.Where(d => d.Id == row.Id).ExecuteUpdateAsync(d => d.SetProperty(x => x.ClaimId, foreign).SetProperty(x => x.DueAt, DateTimeOffset.UtcNow.AddMinutes(1))));
        var (endpoint, source) = await hub.WithDatabaseAsync(async db => (await db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == created.Endpoint.Id), await db.OutboxEvents.AsNoTracking().SingleAsync(e => e.Id == id)));

        await hub.Get<DeliveryOutcomes>().WriteAsync(
            [new DeliveryResult(new ClaimedDelivery(row, endpoint, source, Guid.NewGuid(), DateTimeOffset.UtcNow), new AttemptOutcome(200), null, null, DateTimeOffset.UtcNow, TimeSpan.Zero, 0)], default);

        var after = await hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().SingleAsync(d => d.Id == row.Id));
        Assert.Equal((DeliveryStatus.Pending, 1, (Guid?)foreign), (after.Status, after.Attempts, after.ClaimId));
    }

    [Fact, Proves("T5", "W3")]
    public async Task Create_ShowsTheSecretOnce_AndNeverAgain()
    {
        var created = await EndpointAsync(EventTypes.LinkCreated, secret: "a-secret-of-mine");

        var read = JsonSerializer.Serialize((await hub.Get<WebhookEndpointService>().GetAsync(hub.Admin, created.Endpoint.Id, default)).Value);

        Assert.Equal("a-secret-of-mine", created.Secret.Reveal());
        Assert.DoesNotContain("a-secret-of-mine", read, StringComparison.Ordinal);
        Assert.True(created.Endpoint.IsSecretWeak);
    }

    [Theory, Proves("I6")]
    [InlineData("http://169.254.169.254/"), InlineData("http://10.0.0.1/"), InlineData("http://localhost/"), InlineData("ftp://x.test/"), InlineData("https://user:pw@x.test/")]
    [InlineData("https://x.test:22/"), InlineData("http://0x7f000001/"), InlineData("nonsense"), InlineData(""), InlineData("http://x.test/")]
    public void AddressThatMayNotBeCalled_IsRefused(string url)
    {
        var closed = new EgressPolicy(Options.Create(new EgressOptions()));

        Assert.NotNull(closed.Refuse(url));
    }

    [Fact, Proves("A1")]
    public async Task Webhooks_AreForAdministratorsOfTheirOrganization()
    {
        var created = await EndpointAsync(EventTypes.LinkCreated);
        var service = hub.Get<WebhookEndpointService>();

        Assert.Equal(FailureKind.Forbidden, (await service.ListAsync(hub.User, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await service.GetAsync(hub.Stranger, created.Endpoint.Id, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await service.RotateSecretAsync(hub.Stranger, created.Endpoint.Id, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await service.DeleteAsync(hub.Stranger, created.Endpoint.Id, default)).Failure!.Kind);
        Assert.Equal(FailureKind.NotFound, (await service.SendTestAsync(hub.Stranger, created.Endpoint.Id, default)).Failure!.Kind);
    }

    private async Task<CreatedWebhookEndpoint> EndpointAsync(string eventType, string? secret = null, bool active = true)
    {
        var created = await hub.Get<WebhookEndpointService>().CreateAsync(
            hub.Admin, new WebhookEndpointValues { Name = $"hook {Guid.NewGuid():N}", Url = _receiver.Url, Events = [eventType], Secret = secret }, default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        if (!active)
        {
            await hub.Get<WebhookEndpointService>().SwitchAsync(hub.Admin, created.Value.Endpoint.Id, on: false, default);
        }

        return created.Value;
    }

    private async Task<Guid> RaiseAsync(Caller caller, string type, object data) => await hub.WithDatabaseAsync(async db =>
    {
        hub.Get<Outbox>().Add(db, caller.OrganizationId!.Value, type, data);
        var id = db.ChangeTracker.Entries<OutboxEvent>().Single().Entity.Id;
        await db.SaveChangesAsync();
        return id;
    });

    private Task<WebhookDelivery> DeliveryAsync(Guid eventId, Func<WebhookDelivery, bool> until) => Eventually.ValueAsync(
        async () => await hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().FirstOrDefaultAsync(d => d.EventId == eventId)) ?? new WebhookDelivery { EventType = "" },
        until);
}
