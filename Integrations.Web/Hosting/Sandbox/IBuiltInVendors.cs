using System.Text.Json.Nodes;
using Integrations.Core.Demo;

namespace Integrations.Web.Hosting.Sandbox;

/// <summary>The vendors that a program plays itself. One that was published plays none (docs/sandbox.md).</summary>
internal interface IBuiltInVendors
{
    /// <param name="services">The hub's own.</param>
    /// <param name="stateFolder">Where they keep their tokens over a restart; null for nowhere.</param>
    void AddTo(IServiceCollection services, string? stateFolder);

    void MapTo(IEndpointRouteBuilder routes);

    /// <summary>The OAuth client that the played vendor knows.</summary>
    (string Id, string Secret) ClientOf(string provider);

    /// <summary>The host names that are played.</summary>
    IEnumerable<string> Hosts(IServiceProvider services);

    /// <summary>Plays one provider alone, from its file; it plays until it is disposed.</summary>
    /// <param name="provider">A provider file that can be used.</param>
    /// <param name="data">The made-up forms of its things; null for those that this program has for its key.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>Null where there are no forms for its key.</returns>
    Task<PlayedFile?> PlayAsync(JsonObject provider, JsonObject? data, CancellationToken cancellationToken);

    /// <summary>What the demo user has stored in the "older system".</summary>
    IReadOnlyList<DemoLegacyCredential> LegacyCredentials(IServiceProvider services);
}
