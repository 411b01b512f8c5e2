using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Integrations.Core.Activity;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Hosting.Telemetry;

/// <summary>What leaves the process over OTLP, as a collector receives it.</summary>
[Collection(TelemetryCollection.Name)]
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Canary = "c4nary-value-that-nobody-may-see";
    private OtlpReceiver _collector = null!;
    private Receiver _receiver = null!;
    private HubApp _hub = null!;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync();
        _receiver = await Receiver.StartAsync();
        _hub = new HubApp()
            .With("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Url).With("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf").With("OTEL_EXPORTER_OTLP_TIMEOUT", "2000")
            .With("OTEL_BSP_SCHEDULE_DELAY", "100").With("OTEL_BLRP_SCHEDULE_DELAY", "100").With("OTEL_METRIC_EXPORT_INTERVAL", "200")
            .With("Egress:AllowedPrivateNetworks:0", "127.0.0.1/32");
        await _hub.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _receiver.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact, Proves("RO4")]
    public async Task OneTrace_FromTheRequestToEveryVendorCallAndDelivery()
    {
        var endpoint = await EndpointAsync(EventTypes.IntegrationConnected);
        using var client = await _hub.WithTokenOfAsync("admin@acme.test");
        var id = await EnableAsync(client);

        var (trace, _) = await ConnectAsync(client, id);

        var spans = await SpansOfAsync(trace, all => all.Any(s => s.Name == "webhook.deliver") && all.Any(s => s.Name == "POST" && s.Tags.GetValueOrDefault("url.full")?.Contains(new Uri(_receiver.Url).Authority, StringComparison.Ordinal) == true));
        var server = Assert.Single(spans, s => s.Kind == 2);
        Assert.Equal("POST /api/tenant/integrations/{id:guid}/connect/api-key", server.Name.Replace("{id}", "{id:guid}", StringComparison.Ordinal));
        Assert.Equal("200", server.Tags["http.response.status_code"]);
        var calls = spans.Where(s => s.Name == "vendor.call").ToList();
        Assert.NotEmpty(calls);
        Assert.All(calls, call => Assert.Equal("github", call.Tags["integrations.provider"]));
        Assert.All(calls, call => Assert.Single(spans, s => s.ParentId == call.SpanId && s.Kind == 3));
        var delivery = Assert.Single(spans, s => s.Name == "webhook.deliver");
        Assert.Equal((server.SpanId, EventTypes.IntegrationConnected), (delivery.ParentId, delivery.Tags["integrations.event.type"]));
        Assert.Single(spans, s => s.ParentId == delivery.SpanId && s.Kind == 3);
        Assert.Equal(1 + (2 * calls.Count) + 2, spans.Count);
        // Nothing of it is told to the receiver, and its own id is the one in the activity.
        Assert.DoesNotContain("traceparent", _receiver.Received.Single().Headers.Keys, StringComparer.OrdinalIgnoreCase);
        await using var db = await DatabaseAsync();
        Assert.Equal(trace, await db.Activities.Where(a => a.InstanceId == id).Select(a => a.RequestId).FirstAsync());
        Assert.Equal(trace, await db.AuditEntries.Where(a => a.TargetId == id.ToString()).OrderByDescending(a => a.Id).Select(a => a.RequestId).FirstAsync());
        Assert.NotEqual(Guid.Empty, endpoint);
    }

    [Fact, Proves("RO4", "R7")]
    public async Task Replay_GoesOnWithTheEventsTrace_AndLinksTheRequestThatAsked()
    {
        var endpoint = await EndpointAsync(EventTypes.IntegrationConnected);
        _receiver.Answer = context =>
        {
            context.Response.StatusCode = (int)HttpStatusCode.Gone;
            return Task.CompletedTask;
        };
        using var client = await _hub.WithTokenOfAsync("admin@acme.test");
        var (trace, _) = await ConnectAsync(client, await EnableAsync(client));
        await Eventually.ValueAsync(async () => await DeadAsync(endpoint), dead => dead is not null);
        _receiver.Answer = context => Task.CompletedTask;
        var admin = await AdminAsync();
        await _hub.Services.GetRequiredService<WebhookEndpointService>().SwitchAsync(admin, endpoint, on: true, default);

        string asked;
        using (var request = new System.Diagnostics.Activity("replay").Start())
        {
            asked = request.TraceId.ToHexString();
            Assert.Equal(1, (await _hub.Services.GetRequiredService<DeliveryService>().ReplayAsync(admin, new ReplayRequest { EndpointId = endpoint }, default)).Value);
        }

        var attempts = await SpansOfAsync(trace, all => all.Count(s => s.Name == "webhook.deliver") == 2);
        Assert.Contains(attempts, s => s.Name == "webhook.deliver" && s.IsError && s.Tags["error.type"] == "4xx" && s.LinkedTraces.Count == 0);
        Assert.Contains(attempts, s => s.Name == "webhook.deliver" && !s.IsError && s.LinkedTraces.SequenceEqual([asked]));
    }

    [Fact, Proves("RO4")]
    public async Task CallersTraceParent_IsNotBelieved()
    {
        using var client = _hub.Anonymous();
        var theirs = "00-" + new string('a', 32) + "-" + new string('b', 16) + "-01";
        client.DefaultRequestHeaders.Add("traceparent", theirs);
        using var answer = await client.GetAsync(new Uri("/api/whoami", UriKind.Relative));

        var id = answer.Headers.GetValues("X-Request-Id").Single();
        Assert.NotEqual(new string('a', 32), id);
        var span = Assert.Single(await SpansOfAsync(id, all => all.Count > 0));
        Assert.Equal(("", "GET /api/whoami"), (span.ParentId, span.Name));
    }

    [Fact, Proves("RO1")]
    public async Task FiguresAndLogs_ArriveUnderTheirNames()
    {
        await EndpointAsync(EventTypes.IntegrationConnected);
        using var client = await _hub.WithTokenOfAsync("admin@acme.test");
        var (trace, _) = await ConnectAsync(client, await EnableAsync(client));
        using var wrong = await client.PostAsJsonAsync("/api/auth/token", new { email = "admin@acme.test", password = "not-the-password" });

        string[] expected =
        [
            "http.server.request.duration", "http.client.request.duration", "kestrel.active_connections", "dotnet.gc.collections",
            "integrations.webhook.delivery.duration", "integrations.webhook.dispatch.delay", "integrations.webhook.attempts", "integrations.auth.failures", "db.client.operation.duration", "aspnetcore.rate_limiting.requests", "integrations.outbox.delay",
            // Writers of PostgreSQL wait for no one.
            .. HubDatabase.IsPostgresRound ? Array.Empty<string>() : ["integrations.db.write_gate.wait"],
        ];
        await Eventually.ValueAsync(() => Task.FromResult(string.Join(' ', expected.Where(name => !_collector.Of(name).Any()))), missing => missing.Length == 0);
        Assert.All(_collector.Points.Values.Where(p => p.Metric.EndsWith(".duration", StringComparison.Ordinal) && p.Metric.StartsWith("integrations.", StringComparison.Ordinal)), p => Assert.Equal("s", p.Unit));
        // The framework's client figures know no host: receivers are as many as people name.
        Assert.All(_collector.Of("http.client.request.duration"), p => Assert.DoesNotContain("server.address", p.Tags.Keys));
        await Eventually.ValueAsync(() => Task.FromResult(_collector.Logs.Count(l => l.TraceId.Length == 32)), count => count > 0);
        Assert.NotEmpty(trace);
    }

    [Fact, Proves("L1", "O8")]
    public async Task WhatIsExported_HoldsNoAddressQueryOrKey_AndTheCallbackSaysNothing()
    {
        using var anonymous = _hub.Anonymous();
        foreach (var told in new[] { $"code={Canary}&state={Canary}", $"error={Canary}&error_description={Canary}&state={Canary}" })
        {
            using var back = await anonymous.GetAsync(new Uri($"/api/integrations/oauth/callback?{told}", UriKind.Relative));
            Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
            Assert.Contains("no-store", back.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("no-referrer", Assert.Single(back.Headers.GetValues("Referrer-Policy")));
            Assert.DoesNotContain(Canary, back.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        (await anonymous.PostAsync(new Uri($"/api/webhooks/github/{Guid.NewGuid()}?key={Canary}", UriKind.Relative), new StringContent("{}"))).Dispose();
        var secretPath = new Uri(new Uri(_receiver.Url), $"/{Canary}").ToString();
        await EndpointAsync(EventTypes.IntegrationConnected, secretPath);
        using var client = await _hub.WithTokenOfAsync("admin@acme.test");
        var (trace, _) = await ConnectAsync(client, await EnableAsync(client));
        await SpansOfAsync(trace, all => all.Any(s => s.Name == "webhook.deliver"));
        await Eventually.ValueAsync(() => Task.FromResult(_receiver.Received.Count(r => r.Path.Contains(Canary, StringComparison.Ordinal))), count => count == 1);
        await _hub.DisposeAsync();

        var sent = _collector.Bodies.ToArray();
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent, body => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)) >= 0);
    }

    [Fact, Proves("G6")]
    public async Task CollectorThatNeverAnswers_HoldsUpNoRequest()
    {
        var silence = new TaskCompletionSource();
        _collector.Answers = silence.Task;
        using var client = _hub.Anonymous();
        var asked = _collector.Bodies.Count;
        await Eventually.ValueAsync(
            async () =>
            {
                (await client.GetAsync(new Uri("/api/whoami", UriKind.Relative))).Dispose();
                return _collector.Bodies.Count;
            },
            count => count > asked);

        // The collector holds what it was sent, and more comes than any queue takes.
        await Parallel.ForEachAsync(Enumerable.Range(0, ProofSize.Of(3_000, 20_000)), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, ct) =>
        {
            using var answer = await client.GetAsync(new Uri("/api/whoami", UriKind.Relative), ct);
            // Refused as it must be, at once or because it asks so often; never cut off.
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, answer.ToString());
        });
        Assert.False(silence.Task.IsCompleted);
        silence.SetResult();
    }

    private async Task<IReadOnlyList<ReceivedSpan>> SpansOfAsync(string trace, Func<List<ReceivedSpan>, bool> until) =>
        await Eventually.ValueAsync(() => Task.FromResult(_collector.Spans.Where(s => s.TraceId == trace).ToList()), all => until(all) && all.All(s => s.ParentId.Length == 0 || all.Any(p => p.SpanId == s.ParentId)));

    private async Task<IntegrationsDbContext> DatabaseAsync() => await _hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    private async Task<Caller> AdminAsync()
    {
        await using var db = await DatabaseAsync();
        var user = await db.Users.SingleAsync(u => u.Email == "admin@acme.test");
        return new Caller(user.Id, user.OrganizationId, Role.TenantAdmin) { DisplayName = "admin@acme.test", AuthenticatedAt = DateTimeOffset.UtcNow };
    }

    private async Task<Guid> EndpointAsync(string type, string? url = null)
    {
        var created = await _hub.Services.GetRequiredService<WebhookEndpointService>().CreateAsync(
            await AdminAsync(), new WebhookEndpointValues { Name = $"hook {Guid.NewGuid():N}", Url = url ?? _receiver.Url, Events = [type] }, default);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value.Endpoint.Id;
    }

    private async Task<string?> DeadAsync(Guid endpoint)
    {
        await using var db = await DatabaseAsync();
        return await db.WebhookDeliveries.Where(d => d.EndpointId == endpoint && d.Status == DeliveryStatus.Dead).Select(d => d.LastError).FirstOrDefaultAsync();
    }

    private static async Task<Guid> EnableAsync(HttpClient client)
    {
        using var created = await client.PostAsJsonAsync("/api/tenant/integrations", new { integrationId = "github", name = $"github {Guid.NewGuid():N}" });
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        return (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    private async Task<(string Trace, HttpStatusCode Status)> ConnectAsync(HttpClient client, Guid id)
    {
        using var connected = await client.PostAsJsonAsync($"/api/tenant/integrations/{id}/connect/api-key", new { apiKey = await _hub.SandboxCredentialAsync("github", "api_key", "token") });
        Assert.True(connected.IsSuccessStatusCode, await connected.Content.ReadAsStringAsync());
        return (connected.Headers.GetValues("X-Request-Id").Single(), connected.StatusCode);
    }
}
