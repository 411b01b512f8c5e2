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

    /// <summary>What the demo user has stored in the "older system".</summary>
    IReadOnlyList<DemoLegacyCredential> LegacyCredentials(IServiceProvider services);
}
