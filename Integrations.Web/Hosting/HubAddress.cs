using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core.Catalog;
using Integrations.Core.Diagnostics;
using Integrations.Primitives;
using Integrations.Web.Hosting.Sandbox;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Integrations.Web.Hosting;

/// <summary>Tells Core where the hub is reached and, where the sandbox is on, that vendors' addresses lead into it.</summary>
internal static class HubAddress
{
    /// <summary>The sandbox's own OAuth clients serve providers that have none configured.</summary>
    public static WebApplicationBuilder AddSandboxClients(this WebApplicationBuilder builder)
    {
        if (SandboxHosting.Played(builder.Configuration, builder.Environment) is { } vendors)
        {
            builder.Services.AddOptions<ProvidersOptions>().PostConfigure<IEnumerable<IConnector>>((providers, connectors) =>
            {
                foreach (var key in connectors.Select(c => c.Provider))
                {
                    var (id, secret) = vendors.ClientOf(key);
                    providers.TryAdd(key, new ProviderClientOptions { ClientId = id, ClientSecret = secret });
                }
            });
        }

        return builder;
    }

    /// <summary>For the doctor, who knows no host.</summary>
    public static WebApplicationBuilder AddHostFacts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new HostFacts(builder.Environment.IsProduction(), SandboxHosting.IsOn(builder.Configuration, builder.Environment)));
        return builder;
    }

    /// <summary>The configured origin, else the first listening address, which is known once the server has started.</summary>
    public static void UseHubAddress(this WebApplication app)
    {
        var origin = app.Services.GetRequiredService<PublicOrigin>();
        if (app.Services.GetRequiredService<IOptions<PublicOriginOptions>>().Value.ToUri() is { } configured)
        {
            origin.Set(configured, reachable: true);
        }

        app.Lifetime.ApplicationStarted.Register(() =>
        {
            StartNote.Tell(app);
            var listening = Listening(app);
            if (!origin.IsKnown)
            {
                origin.Set(listening, reachable: SandboxHosting.IsOn(app.Configuration, app.Environment));
            }

            if (SandboxHosting.Played(app.Configuration, app.Environment) is { } played)
            {
                var vendors = app.Services.GetRequiredService<IOptions<VendorHttpOptions>>().Value;
                vendors.SandboxHosts.UnionWith(played.Hosts(app.Services));
                // Several nodes share the sandbox of one: each has its state in memory.
                vendors.SandboxOrigin ??= listening;
                vendors.OpenReceivers();
            }
        });
    }

    /// <summary>What people open: the configured origin, else where the hub listens, or, for a verb, would listen.</summary>
    public static Uri Known(IServiceProvider services)
    {
        var origin = services.GetRequiredService<PublicOrigin>();
        return origin.IsKnown ? origin.Value : Listening(services);
    }

    private static Uri Listening(WebApplication app) => Listening(app.Services);

    private static Uri Listening(IServiceProvider services)
    {
        var configured = services.GetRequiredService<IConfiguration>()[WebHostDefaults.ServerUrlsKey]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var address = (services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses is { Count: > 0 } bound ? bound : configured ?? [])
            .Order(StringComparer.Ordinal).FirstOrDefault() ?? "http://localhost:5000";
        var url = new Uri(address.Replace("://*", "://localhost", StringComparison.Ordinal).Replace("://+", "://localhost", StringComparison.Ordinal));
        return url.Host is "0.0.0.0" or "[::]" ? new UriBuilder(url) { Host = "localhost" }.Uri : url;
    }
}
