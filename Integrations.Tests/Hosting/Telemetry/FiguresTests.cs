using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Core.Connections;
using Integrations.Core.Diagnostics;
using Integrations.Core.Events;
using Integrations.Core.Identity.Accounts;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting.Telemetry;

/// <summary>Instruments of RELIABILITY O, listened to while the hub does what they measure.</summary>
public sealed class FiguresTests(ConnectedHub hub) : IClassFixture<ConnectedHub>, IAsyncLifetime
{
    private Receiver _receiver = null!;
    private MeasuredFigures _figures = null!;

    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _figures = new MeasuredFigures(hub.Get<IMeterFactory>());
    }

    public ValueTask DisposeAsync()
    {
        _figures.Dispose();
        return _receiver.DisposeAsync();
    }

    [Fact, Proves("RO2", "RO3")]
    public async Task Delivery_IsMeasuredFromItsDueTime_ByOutcomeErrorAndAttempt()
    {
        await EndpointAsync(EventTypes.WorkflowFailed);
        await RaiseAsync(EventTypes.WorkflowFailed);

        var delivered = await Eventually.ValueAsync(() => Task.FromResult(_figures.Of("integrations.webhook.delivery.duration").FirstOrDefault()), m => m is not null);
        Assert.Equal(("s", "success", null, "1"), (delivered!.Unit, delivered.Tags["outcome"], delivered.Tags["error.type"], delivered.Tags["attempt.group"]));
        Assert.All(_figures.Of("integrations.outbox.delay"), m => Assert.Equal("s", m.Unit));
        Assert.NotEmpty(_figures.Of("integrations.outbox.delay"));
        Assert.NotEmpty(_figures.Of("integrations.webhook.attempts"));
        var database = HubDatabase.IsPostgresRound ? "postgresql" : "sqlite";
        Assert.Contains(_figures.Of("db.client.operation.duration"), m => Equals(m.Tags["db.system.name"], database) && Equals(m.Tags["db.operation.name"], "SELECT"));
    }

    [Fact, Proves("RO2")]
    public async Task DispatchDelay_OfARetry_LeavesOutTheScheduledWait()
    {
        var endpoint = await EndpointAsync(EventTypes.WorkflowExecuted);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = 500;
            // Else the next try comes by itself in five seconds, which a busy machine may let pass.
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        };
        var id = await RaiseAsync(EventTypes.WorkflowExecuted);
        await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync(d => d.EventId == id && d.Attempts == 1)), count => count == 1);

        // Made two days ago, due just now: what counts is how late it was tried.
        var old = DateTimeOffset.UtcNow.AddDays(-2);
        await hub.WithDatabaseAsync(db => db.WebhookDeliveries.Where(d => d.EventId == id).ExecuteUpdateAsync(d => d.SetProperty(x => x.CreatedAt, old).SetProperty(x => x.DueAt, DateTimeOffset.UtcNow)));
        await Eventually.ValueAsync(() => Task.FromResult(_figures.Of("integrations.webhook.delivery.duration").Count()), count => count == 2);

        Assert.All(_figures.Of("integrations.webhook.dispatch.delay"), m => Assert.InRange(m.Value, 0, TimeSpan.FromHours(1).TotalSeconds));
        var again = _figures.Of("integrations.webhook.delivery.duration").Last();
        Assert.Equal(("failure", "5xx", "2-3"), (again.Tags["outcome"], again.Tags["error.type"], again.Tags["attempt.group"]));
        Assert.NotEqual(Guid.Empty, endpoint);
    }

    [Fact, Proves("RO3")]
    public async Task GoneReceiver_CountsADeadLetterAndADisabledEndpoint()
    {
        await EndpointAsync(EventTypes.LinkDeleted);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.Gone;
            return Task.CompletedTask;
        };
        await RaiseAsync(EventTypes.LinkDeleted);

        var dead = await Eventually.ValueAsync(
            () => Task.FromResult(_figures.Of("integrations.webhook.dead_lettered").FirstOrDefault(m => Equals(m.Tags["error.type"], "4xx"))), m => m is not null);
        Assert.Equal(1, dead!.Value);
        await Eventually.ValueAsync(() => Task.FromResult(_figures.Of("integrations.webhook.endpoint.disabled").Sum(m => m.Value)), sum => sum == 1);
    }

    [Fact, Proves("RO3")]
    public async Task Queue_IsGauged_ByEndpointsThatMayReceive()
    {
        var endpoint = await EndpointAsync(EventTypes.ActionFailed);
        var watch = hub.Get<QueueWatch>();
        // Its pause keeps the dispatcher away; what waits for a pause waits by intent and is not overdue.
        await hub.WithDatabaseAsync(db => db.WebhookEndpoints.Where(e => e.Id == endpoint).ExecuteUpdateAsync(e => e.SetProperty(x => x.BreakerOpenUntil, DateTimeOffset.UtcNow.AddHours(1))));
        var id = await RaiseAsync(EventTypes.ActionFailed);
        await Eventually.ValueAsync(() => hub.WithDatabaseAsync(db => db.WebhookDeliveries.CountAsync(d => d.EventId == id)), count => count == 1);
        await watch.RunOnceAsync(default);

        Assert.True(Assert.Single(_figures.Read("integrations.webhook.queue.size")).Value >= 1);
        Assert.Equal(0, Assert.Single(_figures.Read("integrations.webhook.queue.oldest_age")).Value);
        var due = DateTimeOffset.UtcNow.AddMinutes(-5);
        var overdue = await hub.WithDatabaseAsync(async db =>
        {
            // In one transaction that is rolled back: the dispatcher never sees it.
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.WebhookEndpoints.Where(e => e.Id == endpoint).ExecuteUpdateAsync(e => e.SetProperty(x => x.BreakerOpenUntil, (DateTimeOffset?)null));
            await db.WebhookDeliveries.Where(d => d.EventId == id).ExecuteUpdateAsync(d => d.SetProperty(x => x.DueAt, due));
            var figures = await watch.LookAsync(db, default);
            await transaction.RollbackAsync();
            return figures;
        });
        Assert.InRange(overdue.OldestDue, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10));
    }

    [Fact, Proves("RO3")]
    public async Task Connections_AreGaugedByState()
    {
        await hub.ConnectAsync(hub.Admin, "github", "api_key");
        await hub.Get<QueueWatch>().RunOnceAsync(default);

        var states = _figures.Read("integrations.connection.count");
        Assert.Equal(Enum.GetValues<ConnectionStatus>().Length, states.Count);
        Assert.True(states.Single(s => Equals(s.Tags["state"], "active")).Value >= 1);
    }

    [Fact, Proves("RO2")]
    public async Task Refresh_IsMeasuredByOutcome_AndSharersAreTold()
    {
        var id = await hub.SignInAtVendorAsync(hub.Admin, "google_calendar");
        var connection = await hub.WithDatabaseAsync(db => db.Connections.AsNoTracking().SingleAsync(c => c.InstanceId == id));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.Get<TokenRefresh>().OnceAsync(connection.Id, connection.TokenVersion, default)));

        var outcomes = _figures.Of("integrations.token.refresh.duration").Select(m => m.Tags["outcome"]).ToList();
        Assert.Equal((4, 1, 3), (outcomes.Count, outcomes.Count(o => Equals(o, "refreshed")), outcomes.Count(o => Equals(o, "shared"))));
        Assert.Single(_figures.Of("integrations.token.refresh.calls"));
    }

    [Fact, Proves("RO3", "L7")]
    public async Task EgressThatIsRefusedByItsUrl_IsCounted()
    {
        var endpoint = await EndpointAsync(EventTypes.LinkCreated);
        await hub.WithDatabaseAsync(db => db.WebhookEndpoints.Where(e => e.Id == endpoint).ExecuteUpdateAsync(e => e.SetProperty(x => x.Url, "http://169.254.169.254/latest")));
        await RaiseAsync(EventTypes.LinkCreated);

        var blocked = await Eventually.ValueAsync(() => Task.FromResult(_figures.Of("integrations.egress.blocked").FirstOrDefault()), m => m is not null);
        Assert.Equal("url", blocked!.Tags["reason"]);
    }

    [Fact, Proves("RO2", "RO3", "V9")]
    public async Task Labels_AreFewAndHoldNoIds()
    {
        await hub.ConnectAsync(hub.Admin, "github", "api_key");
        for (var n = 0; n < 20; n++)
        {
            await EndpointAsync(EventTypes.SyncCompleted, $"http://127.0.0.1:{new Uri(_receiver.Url).Port}/{n}");
        }

        await RaiseAsync(EventTypes.SyncCompleted);
        await Eventually.ValueAsync(() => Task.FromResult(_figures.Of("integrations.webhook.delivery.duration").Count()), count => count == 20);

        foreach (var series in _figures.All.Where(m => m.Instrument.StartsWith("integrations.", StringComparison.Ordinal)).GroupBy(m => m.Instrument))
        {
            var labels = series.Select(m => string.Join(' ', m.Tags.OrderBy(t => t.Key, StringComparer.Ordinal))).Distinct().ToList();
            Assert.True(labels.Count <= 12, $"{series.Key}: {string.Join("; ", labels)}");
            Assert.DoesNotContain(series.SelectMany(m => m.Tags.Values), value => Guid.TryParse(value?.ToString(), out _) || value?.ToString()?.Contains("127.0.0.1", StringComparison.Ordinal) == true);
        }
    }

    private async Task<Guid> EndpointAsync(string type, string? url = null)
    {
        var created = await hub.Get<WebhookEndpointService>().CreateAsync(
            hub.Admin, new WebhookEndpointValues { Name = $"hook {Guid.NewGuid():N}", Url = url ?? _receiver.Url, Events = [type] }, default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value.Endpoint.Id;
    }

    private Task<Guid> RaiseAsync(string type) => hub.WithDatabaseAsync(async db =>
    {
        hub.Get<Outbox>().Add(db, hub.Admin.OrganizationId!.Value, type, new { });
        var id = db.ChangeTracker.Entries<OutboxEvent>().Single().Entity.Id;
        await db.SaveChangesAsync();
        return id;
    });
}

/// <summary>What the door refuses, counted (SECURITY L7).</summary>
public sealed class RefusalFiguresTests(HubApp hub) : IClassFixture<HubApp>
{
    [Fact, Proves("L7", "RO3")]
    public async Task RefusedTokens_ForbiddenCalls_WrongPasswords_AndForgedDeliveries_AreCounted()
    {
        using var client = await hub.WithTokenOfAsync("user@acme.test");
        using var figures = new MeasuredFigures(hub.Services.GetRequiredService<IMeterFactory>());
        using var anonymous = hub.Anonymous();

        anonymous.DefaultRequestHeaders.Add("Authorization", "Bearer not-a-token");
        Assert.Equal(HttpStatusCode.Unauthorized, (await anonymous.GetAsync(new Uri("/api/whoami", UriKind.Relative))).StatusCode);
        Assert.Equal("token", Assert.Single(figures.Of("integrations.auth.failures")).Tags["reason"]);

        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri("/api/admin/integrations", UriKind.Relative))).StatusCode);
        Assert.Contains(figures.Of("integrations.auth.failures"), m => Equals(m.Tags["reason"], "forbidden"));

        await hub.Services.GetRequiredService<SignInService>().CheckPasswordAsync("user@acme.test", "wrong-password", new SignInOrigin(null, null), default);
        Assert.Contains(figures.Of("integrations.auth.failures"), m => Equals(m.Tags["reason"], "password"));

        using var forged = new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        Assert.Equal(HttpStatusCode.NotFound, (await anonymous.PostAsync(new Uri($"/api/webhooks/github/{Guid.NewGuid()}?key=guess", UriKind.Relative), forged)).StatusCode);
        Assert.Single(figures.Of("integrations.inbound.rejected"));
        Assert.Contains(figures.Of("aspnetcore.rate_limiting.requests"), m => Equals(m.Tags["aspnetcore.rate_limiting.result"], "acquired"));
    }
}
