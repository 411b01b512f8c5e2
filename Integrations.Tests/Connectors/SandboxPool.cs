using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Integrations.Sandbox;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Connectors;

/// <summary>
/// Sandboxes for suites and hubs that need nothing of their own: starting one costs more than most of their tests do, so each is reset and
/// lent again; one that is left running keeps the worlds of its accounts for the rest of the run. They listen on loopback until the test run ends.
/// </summary>
internal static class SandboxPool
{
    private static readonly ConcurrentBag<SandboxServer> Idle = [];

    /// <summary>A sandbox as at its start, whose troublesome accounts misbehave at once.</summary>
    public static async Task<SandboxServer> RentAsync() => Idle.TryTake(out var server) ? server : await SandboxServer.StartAsync(configure: Configure);

    /// <summary>The same, never lent: it listens on https too.</summary>
    public static Task<SandboxServer> WithCertificateAsync(X509Certificate2 certificate) => SandboxServer.StartAsync(configure: Configure, certificate: certificate);

    public static void Return(SandboxServer server)
    {
        // A test may have made it slow.
        Configure(server.Services.GetRequiredService<SandboxOptions>());
        server.Reset();
        Idle.Add(server);
    }

    private static void Configure(SandboxOptions options) =>
        (options.HonestFor, options.SlowFor) = (TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
}
