using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Webhook;
using Integrations.Core.Events;
using Integrations.Core.Webhooks;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Webhooks;

/// <summary>Receivers that hang, hang up, move away while we call, and secrets that change while a delivery is under way.</summary>
public sealed class HostileReceiverTests(ConnectedHub hub) : IClassFixture<ConnectedHub>, IAsyncLifetime
{
    private Receiver _receiver = null!;

    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact, Proves("W4")]
    public async Task SecretRotatedWhileADeliveryIsUnderWay_ThatOneKeepsItsSignature_TheNextIsSignedWithBoth()
    {
        var gate = new TaskCompletionSource();
        _receiver.Answer = async context =>
        {
            await gate.Task.WaitAsync(context.RequestAborted);
            context.Response.StatusCode = _receiver.Received.Count == 1 ? 500 : 204;
            // Else the same one comes again in five seconds, between the two that are looked at.
            context.Response.Headers.RetryAfter = "3600";
        };
        var created = await EndpointAsync(EventTypes.LinkCreated);
        var id = await RaiseAsync(EventTypes.LinkCreated);
        var first = await ReceivedAsync(1);

        var rotated = await hub.Get<WebhookEndpointService>().RotateSecretAsync(hub.Admin, created.Endpoint.Id, default);
        gate.SetResult();
        await DeliveryAsync(id, d => d.Attempts == 1);
        var repeated = await RaiseAsync(EventTypes.LinkCreated);
        await DeliveryAsync(repeated, d => d.Status == DeliveryStatus.Succeeded);

        Assert.Equal(Signature(created.Secret, first), first.Headers["webhook-signature"]);
        var next = _receiver.Received.Last();
        Assert.Equal(
            [Signature(rotated.Value.Secret, next), Signature(created.Secret, next)], next.Headers["webhook-signature"].Split(' '));
    }

    [Theory, Proves("R2"), InlineData("before its answer"), InlineData("in the middle of its answer")]
    public async Task ReceiverHangs_TheAttemptEndsAfterFifteenSeconds(string where)
    {
        _receiver.Answer = async context =>
        {
            if (where != "before its answer")
            {
                await context.Response.WriteAsync("one moment");
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        var clock = new MovableClock(DateTimeOffset.UtcNow);
        using var sender = Sender(hub.Get<EgressHandlers>(), clock);

        var sending = sender.SendAsync(await ClaimAsync(), default);
        await ReceivedAsync(1);
        clock.Advance(WebhookSender.AttemptTimeout - TimeSpan.FromSeconds(1));
        Assert.False(sending.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(1));
        var result = await sending;

        Assert.True(result.Outcome.IsTimeout, result.Error);
        Assert.Equal("The receiver did not answer within 15 s.", result.Error);
    }

    [Fact, Proves("R2")]
    public async Task ConnectionThatIsNotMade_EndsAfterItsOwnLimit_AndIsATimeoutToRetry()
    {
        Assert.Equal(TimeSpan.FromSeconds(5), hub.Get<EgressHandlers>().UserSockets.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(5), hub.Get<EgressHandlers>().VendorSockets.ConnectTimeout);
        var impatient = Options.Create(new VendorHttpOptions { ConnectTimeout = TimeSpan.FromMilliseconds(50) });
        using var egress = new EgressHandlers(
            hub.Get<EgressPolicy>(), new NameOfNobody(), impatient, hub.Get<IOptions<EgressOptions>>(), hub.Get<IMeterFactory>(), NullLogger<EgressHandlers>.Instance);
        using var sender = Sender(egress, TimeProvider.System);

        var result = await sender.SendAsync(await ClaimAsync(), default);

        Assert.Equal((null, true, "The receiver could not be reached."), (result.Outcome.StatusCode, result.Outcome.IsTimeout, result.Error));
        var retry = Assert.IsType<DeliveryDecision.Retry>(DeliveryPolicy.Decide(result.Outcome, attempt: 1, jitter: 0));
        Assert.True(retry.After >= TimeSpan.FromSeconds(48), "Slow ones get a minute.");
        Assert.Empty(_receiver.Received);
    }

    [Fact, Proves("W5", "R7")]
    public async Task EachAttempt_HasTheSameId_AndTheTimeOfItsOwn()
    {
        var clock = new MovableClock(DateTimeOffset.UtcNow);
        using var sender = Sender(hub.Get<EgressHandlers>(), clock);
        var claim = await ClaimAsync();

        await sender.SendAsync(claim, default);
        clock.Advance(TimeSpan.FromHours(2));
        await sender.SendAsync(claim, default);

        var sent = _receiver.Received.ToList();
        var times = sent.Select(s => long.Parse(s.Headers["webhook-timestamp"])).ToList();
        Assert.Equal([claim.Event.Id.ToString(), claim.Event.Id.ToString()], sent.Select(s => s.Headers["webhook-id"]));
        Assert.Equal(7_200, times[1] - times[0]);
    }

    [Fact, Proves("R3")]
    public async Task ReceiverResetsTheConnection_IsAFailureToRetry_AndTheAttemptSaysSo()
    {
        _receiver.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        await EndpointAsync(EventTypes.SyncCompleted);
        var id = await RaiseAsync(EventTypes.SyncCompleted);

        var delivery = await DeliveryAsync(id, d => d.Attempts >= 1);

        Assert.Equal((DeliveryStatus.Pending, null), (delivery.Status, delivery.LastStatusCode));
        Assert.Equal("The receiver could not be reached.", delivery.LastError);
        Assert.NotNull(delivery.DueAt);
    }

    [Fact, Proves("I7")]
    public async Task NameThatLeadsInsideTheSecondTime_IsRefusedAtConnect_AndIsFinal()
    {
        _receiver.Answer = context =>
        {
            // The next attempt has to connect, and therefore to ask for the name, again.
            context.Response.Headers.Connection = "close";
            return context.Response.WriteAsync("thanks");
        };
        var names = new MovingName();
        using var egress = new EgressHandlers(
            hub.Get<EgressPolicy>(), names, hub.Get<IOptions<VendorHttpOptions>>(), hub.Get<IOptions<EgressOptions>>(), hub.Get<IMeterFactory>(), NullLogger<EgressHandlers>.Instance);
        using var sender = Sender(egress, TimeProvider.System);
        var claim = await ClaimAsync(new UriBuilder(_receiver.Url) { Host = "receiver.internal" }.Uri.ToString());

        var first = await sender.SendAsync(claim, default);
        var second = await sender.SendAsync(claim, default);

        Assert.Equal((200, false), (first.Outcome.StatusCode, first.Outcome.IsForbidden));
        Assert.Equal((null, true), (second.Outcome.StatusCode, second.Outcome.IsForbidden));
        Assert.IsType<DeliveryDecision.GiveUp>(DeliveryPolicy.Decide(second.Outcome, attempt: 2, jitter: 0.5));
        Assert.Equal(2, names.Asked);
        Assert.Single(_receiver.Received);
    }

    private static string Signature(Secret secret, ReceivedRequest request) => WebhookSignature.Sign(
        secret, request.Headers["webhook-id"], DateTimeOffset.FromUnixTimeSeconds(long.Parse(request.Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture)), request.Body);

    private WebhookSender Sender(EgressHandlers egress, TimeProvider clock) => new(egress, hub.Get<EgressPolicy>(), hub.Get<WebhookSecrets>(), clock);

    /// <summary>A claim that the hub's own dispatcher does not have.</summary>
    private async Task<ClaimedDelivery> ClaimAsync(string? url = null)
    {
        var created = await EndpointAsync(EventTypes.WebhookFailing);
        var endpoint = await hub.WithDatabaseAsync(db => db.WebhookEndpoints.AsNoTracking().SingleAsync(e => e.Id == created.Endpoint.Id));
        endpoint.Url = url ?? endpoint.Url;
        var source = new OutboxEvent { Id = Guid.CreateVersion7(), OrganizationId = endpoint.OrganizationId, Type = EventTypes.WebhookFailing, Data = "{}", OccurredAt = DateTimeOffset.UtcNow };
        return new ClaimedDelivery(new WebhookDelivery { EventType = source.Type }, endpoint, source, Guid.NewGuid(), DateTimeOffset.UtcNow);
    }

    private async Task<CreatedWebhookEndpoint> EndpointAsync(string eventType)
    {
        var created = await hub.Get<WebhookEndpointService>().CreateAsync(
            hub.Admin, new WebhookEndpointValues { Name = $"hook {Guid.NewGuid():N}", Url = _receiver.Url, Events = [eventType] }, default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value;
    }

    private async Task<Guid> RaiseAsync(string type) => await hub.WithDatabaseAsync(async db =>
    {
        hub.Get<Outbox>().Add(db, hub.Admin.OrganizationId!.Value, type, new { });
        var id = db.ChangeTracker.Entries<OutboxEvent>().Single().Entity.Id;
        await db.SaveChangesAsync();
        return id;
    });

    private async Task<ReceivedRequest> ReceivedAsync(int count)
    {
        await Eventually.ValueAsync(() => Task.FromResult(_receiver.Received.Count), c => c >= count);
        return _receiver.Received.ElementAt(count - 1);
    }

    private Task<WebhookDelivery> DeliveryAsync(Guid eventId, Func<WebhookDelivery, bool> until) => Eventually.ValueAsync(
        async () => await hub.WithDatabaseAsync(db => db.WebhookDeliveries.AsNoTracking().FirstOrDefaultAsync(d => d.EventId == eventId)) ?? new WebhookDelivery { EventType = "" },
        until);

    /// <summary>A name that is never resolved, as a connection that is never made.</summary>
    private sealed class NameOfNobody : INameResolver
    {
        public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return [];
        }
    }

    /// <summary>Leads to the receiver once, and inside from then on.</summary>
    private sealed class MovingName : INameResolver
    {
        private int _asked;

        public int Asked => _asked;

        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IPAddress[]>([Interlocked.Increment(ref _asked) == 1 ? IPAddress.Loopback : IPAddress.Parse("10.0.0.7")]);
    }
}
