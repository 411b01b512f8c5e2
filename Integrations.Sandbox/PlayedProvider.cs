using System.Text.Json.Nodes;
using Integrations.Sandbox.Accounts;
using Integrations.Sandbox.Declared;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Sandbox;

/// <summary>
/// One vendor alone, played from a provider file and the made-up forms of its things: for proving a file. Whose things they are is
/// <see cref="SandboxAccounts.Ada"/>, whose account is in order.
/// </summary>
public sealed class PlayedProvider : IAsyncDisposable
{
    private readonly SandboxServer _server;
    private readonly DeclaredVendor _vendor;

    private PlayedProvider(SandboxServer server) => (_server, _vendor) = (server, server.Services.GetServices<ISandboxVendor>().OfType<DeclaredVendor>().Single());

    /// <summary>As <see cref="SandboxServer.Origin"/>.</summary>
    public Uri Origin => _server.Origin;

    /// <summary>The vendor's hosts that are played.</summary>
    public IReadOnlySet<string> Hosts => _server.Hosts.All;

    /// <summary>A secret of the form that this vendor's signatures want.</summary>
    public string Secret => _vendor.Secret;

    /// <summary>Starts to play.</summary>
    /// <param name="provider">A provider file that can be used.</param>
    /// <param name="data">The forms of its things (docs/connectors.md); null for those that the sandbox has for its key.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Null where the sandbox has no forms for its key.</returns>
    public static async Task<PlayedProvider?> StartAsync(JsonObject provider, JsonObject? data, CancellationToken cancellationToken) =>
        DeclaredFile.Of(provider, data) is { } file ? new PlayedProvider(await SandboxServer.StartAsync(file, cancellationToken)) : null;

    /// <summary>What a connection holds once it is made.</summary>
    /// <param name="kind">A way to connect of the file.</param>
    public IReadOnlyDictionary<string, string> Connected(string kind) => _vendor.Connected(kind, SandboxAccounts.Ada);

    /// <summary>What the vendor would send to an address; null where the file takes no events, or they are signed with a key of the vendor's own.</summary>
    public IReadOnlyList<PlayedDelivery>? Deliveries(Uri address) => _vendor.Deliveries(SandboxAccounts.Ada, address, Secret);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
