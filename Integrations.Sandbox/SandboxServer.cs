using System.Net;
using System.Security.Cryptography.X509Certificates;
using Integrations.Sandbox.Declared;
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

    /// <summary><c>https://127.0.0.1:41235</c>, where a certificate was given; for vendors' clients that insist on https.</summary>
    public Uri? SecureOrigin { get; private set; }

    public SandboxState State => _app.Services.GetRequiredService<SandboxState>();

    public SandboxHosts Hosts => _app.Services.GetRequiredService<SandboxHosts>();

    /// <summary>What <c>GET /sandbox/credentials</c> lists.</summary>
    public IReadOnlyList<SandboxCredential> Credentials =>
        [.. _app.Services.GetServices<ISandboxVendor>().SelectMany(vendor => vendor.Credentials)];

    public IServiceProvider Services => _app.Services;

    /// <param name="time">The sandbox's clock: expiry, seeds and slow answers follow it. Default: the system's.</param>
    /// <param name="configure">Changes <see cref="SandboxOptions"/>.</param>
    /// <param name="answersAfter">How long a vendor's host takes for each answer, such as <c>api.github.com</c>; for measurements.</param>
    /// <param name="certificate">With its key, for 127.0.0.1. Given, the same sandbox listens on <see cref="SecureOrigin"/> too.</param>
    public static Task<SandboxServer> StartAsync(
        TimeProvider? time = null, Action<SandboxOptions>? configure = null, X509Certificate2? certificate = null,
        IReadOnlyDictionary<string, TimeSpan>? answersAfter = null, CancellationToken cancellationToken = default) =>
        StartAsync(services => services.AddVendorSandbox(), time, configure, certificate, answersAfter, cancellationToken);

    /// <summary>With one vendor alone, which starts at once.</summary>
    internal static Task<SandboxServer> StartAsync(DeclaredFile file, CancellationToken cancellationToken) =>
        StartAsync(services => services.AddOneVendor(file), time: null, configure: null, certificate: null, answersAfter: null, cancellationToken);

    private static async Task<SandboxServer> StartAsync(
        Action<IServiceCollection> vendors, TimeProvider? time, Action<SandboxOptions>? configure, X509Certificate2? certificate, IReadOnlyDictionary<string, TimeSpan>? answersAfter, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            if (certificate is not null)
            {
                kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.UseHttps(certificate));
            }
        });
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddRouting();
        vendors(builder.Services);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        var app = builder.Build();
        if (answersAfter is not null)
        {
            app.Use(async (http, next) =>
            {
                var host = http.Request.Path.Value!.Split('/').ElementAtOrDefault(2) ?? "";
                await Task.Delay(answersAfter.GetValueOrDefault(host), time ?? TimeProvider.System, http.RequestAborted);
                await next(http);
            });
        }

        app.MapVendorSandbox();
        await app.StartAsync(cancellationToken);
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(address => new Uri(address)).ToList();
        return new SandboxServer(app)
        {
            Origin = addresses.Single(address => address.Scheme == Uri.UriSchemeHttp),
            SecureOrigin = addresses.SingleOrDefault(address => address.Scheme == Uri.UriSchemeHttps),
        };
    }

    /// <summary>Everything as at the start, at the same address.</summary>
    public void Reset() => VendorSandbox.Reset(_app.Services);

    /// <summary>A vendor address as this server serves it.</summary>
    public Uri Address(string vendorAddress) => Hosts.Rewrite(new Uri(vendorAddress), Origin);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
