using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Sandbox;

/// <summary>The sandbox alone, on a free loopback port, over real HTTP: for tests and for trying a client by hand.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SandboxServer(WebApplication app) => _app = app;

    /// <summary><c>http://127.0.0.1:41234</c>: the origin in <c>{origin}/sandbox/{vendor host}/…</c>.</summary>
    public Uri Origin { get; private set; } = new("http://127.0.0.1");

    public SandboxState State => _app.Services.GetRequiredService<SandboxState>();

    public SandboxHosts Hosts => _app.Services.GetRequiredService<SandboxHosts>();

    /// <summary>What <c>GET /sandbox/credentials</c> lists.</summary>
    public IReadOnlyList<SandboxCredential> Credentials =>
        [.. _app.Services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)];

    public IServiceProvider Services => _app.Services;

    /// <param name="time">The sandbox's clock: expiry, seeds and slow answers follow it. Default: the system's.</param>
    /// <param name="configure">Changes <see cref="SandboxOptions"/>.</param>
    public static async Task<SandboxServer> StartAsync(
        TimeProvider? time = null, Action<SandboxOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddRouting();
        builder.Services.AddVendorSandbox();
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        var app = builder.Build();
        app.MapVendorSandbox();
        await app.StartAsync(cancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SandboxServer(app) { Origin = new Uri(address) };
    }

    /// <summary>A vendor address as this server serves it.</summary>
    public Uri Address(string vendorAddress) => Hosts.Rewrite(new Uri(vendorAddress), Origin);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
