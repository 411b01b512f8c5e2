using System.Diagnostics.Metrics;
using System.IO.Compression;
using System.Net;
using Integrations.Connectors.Http;
using Integrations.Tests.Webhooks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connectors;

/// <summary>Answers that are small on the line and huge when unpacked.</summary>
public sealed class ZipBombTests : IAsyncLifetime
{
    private const int Unpacked = 1024 * 1024 * 1024;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private Receiver _vendor = null!;
    private EgressHandlers _egress = null!;
    private VendorPipeline _pipeline = null!;

    public async ValueTask InitializeAsync()
    {
        _vendor = await Receiver.StartAsync();
        _vendor.Answer = AnswerWithABombAsync;
        var origin = new Uri(new Uri(_vendor.Url), "/");
        var options = new VendorHttpOptions { SandboxOrigin = origin, InteractiveDeadline = TimeSpan.FromSeconds(45) };
        options.SandboxHosts.Add("api.github.com");
        var egress = new EgressOptions();
        egress.AllowedPrivateNetworks.Add("127.0.0.1/32");
        var meters = _services.GetRequiredService<IMeterFactory>();
        _egress = new EgressHandlers(new EgressPolicy(Options.Create(egress)), new Loopback(), Options.Create(options), Options.Create(egress), meters, NullLogger<EgressHandlers>.Instance);
        _pipeline = new VendorPipeline(_egress, new VendorCircuitBreakers(meters, TimeProvider.System, NullLogger<VendorCircuitBreakers>.Instance), new VendorTime(TimeProvider.System), Options.Create(options), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _egress.Dispose();
        await _vendor.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact, Proves("I11")]
    public async Task VendorsBomb_IsRefusedAtTenMegabytes()
    {
        using var client = new HttpClient(_pipeline.Create("github", authentication: null)) { Timeout = Timeout.InfiniteTimeSpan };
        var least = long.MaxValue;
        // What other tests allocate beside it is counted too: in one of a few tries that is little.
        for (var tries = 0; tries < 5 && least >= Unpacked / 2; tries++)
        {
            var before = GC.GetTotalAllocatedBytes();

            var thrown = await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync(new Uri("https://api.github.com/user")));

            Assert.Equal("vendor.too_large", VendorFailures.FromException("GitHub", thrown, default)!.Code);
            least = Math.Min(least, GC.GetTotalAllocatedBytes() - before);
        }

        // Whatever it takes to read ten megabytes, never the whole.
        Assert.True(least < Unpacked / 2, $"{least} bytes");
    }

    [Fact, Proves("I11")]
    public async Task ReceiversBomb_IsCutAt64Kilobytes()
    {
        using var client = new HttpClient(_pipeline.Create("webhook", authentication: null, userUrl: true)) { Timeout = Timeout.InfiniteTimeSpan };

        using var answer = await client.GetAsync(new Uri(_vendor.Url));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(LimitedBody.ReceiverLimit, (await answer.Content.ReadAsByteArrayAsync()).Length);
    }

    private static async Task AnswerWithABombAsync(HttpContext context)
    {
        context.Response.Headers.ContentEncoding = "gzip";
        context.Response.ContentType = "application/json";
        var zeros = new byte[64 * 1024];
        try
        {
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            for (var written = 0; written < Unpacked; written += zeros.Length)
            {
                await packed.WriteAsync(zeros, context.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // No one reads it to its end.
        }
    }

    private sealed class Loopback : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
    }
}
