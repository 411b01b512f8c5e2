using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Connectors.Vendors.Webhook;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connectors.Webhook;

/// <summary>The webhook connector on the pipeline for user-given addresses, and a receiver on loopback that an operator may have opened.</summary>
internal sealed class ReceiverBench : IAsyncDisposable
{
    private readonly WebApplication _receiver;
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly EgressHandlers _egress;
    private readonly VendorHttpOptions _options;

    private ReceiverBench(WebApplication receiver, Uri address, bool opened, INameResolver names, TimeSpan deadline)
    {
        (_receiver, Address) = (receiver, address);
        // The sandbox is "on", at the receiver's own origin: user-given addresses must not profit from that.
        _options = new VendorHttpOptions { SandboxOrigin = new Uri(address, "/"), InteractiveDeadline = deadline };
        var egress = new EgressOptions();
        if (opened)
        {
            egress.AllowedPrivateNetworks.Add("127.0.0.0/8");
        }

        _egress = new EgressHandlers(
            new EgressPolicy(Options.Create(egress)), names, Options.Create(_options), Options.Create(egress), _services.GetRequiredService<IMeterFactory>(), NullLogger<EgressHandlers>.Instance);
    }

    public WebhookConnector Connector { get; } = new();

    /// <summary><c>http://127.0.0.1:port/hook</c>.</summary>
    public Uri Address { get; }

    public ConcurrentQueue<(IReadOnlyDictionary<string, string> Headers, byte[] Body)> Received { get; } = new();

    /// <summary>How the receiver answers.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = http => http.Response.WriteAsJsonAsync(new { ok = true });

    /// <param name="opened">Whether this machine may be called.</param>
    /// <param name="names">Where names lead; null for addresses only.</param>
    /// <param name="deadline">Of one call; null for one that a busy machine keeps.</param>
    public static async Task<ReceiverBench> StartAsync(bool opened = true, INameResolver? names = null, TimeSpan? deadline = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        ReceiverBench? bench = null;
        app.MapFallback(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            bench!.Received.Enqueue((http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body.ToArray()));
            await bench.Answer(http);
        });
        await app.StartAsync();
        var origin = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        bench = new ReceiverBench(app, new Uri(origin, "/hook"), opened, names ?? new SystemNames(), deadline ?? TimeSpan.FromSeconds(45));
        return bench;
    }

    public VendorSession Session(string? url = null, params (string Name, string Value)[] secrets)
    {
        var fields = secrets.Append(("url", url ?? Address.AbsoluteUri)).ToDictionary(f => f.Item1, f => f.Item2, StringComparer.Ordinal);
        var handler = new CredentialHandler(Connector, new VendorCredential("custom", fields), new HashSet<string>(StringComparer.OrdinalIgnoreCase) { CredentialHosts.Of(new Uri(fields["url"])) }, _options.RouteOf("webhook"));
        var pipeline = new VendorPipeline(_egress, new VendorCircuitBreakers(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System, NullLogger<VendorCircuitBreakers>.Instance), new VendorTime(TimeProvider.System), Options.Create(_options), TimeProvider.System);
        return new VendorSession(
            Connector, "Custom webhook", "custom", new VendorSessionFacts(new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = fields["url"] }),
            pipeline.Create("webhook", handler, userUrl: VendorBench.ReadManifest("webhook").UserUrl), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _egress.Dispose();
        await _services.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private sealed class SystemNames : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) =>
            Task.FromResult(IPAddress.TryParse(host, out var address) ? new[] { address } : []);
    }
}
