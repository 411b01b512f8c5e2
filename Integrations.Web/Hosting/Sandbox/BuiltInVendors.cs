using Integrations.Core.Demo;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;

namespace Integrations.Web.Hosting.Sandbox;

/// <summary>The vendor sandbox within the hub. Left out of what is published (Integrations.Web.csproj, IncludeSandbox).</summary>
internal sealed class BuiltInVendors : IBuiltInVendors
{
    /// <summary>The demo user's credentials of the "older system" are the sandbox's own, so that bringing them over works.</summary>
    private static readonly string[] LegacyProviders = ["jira", "github"];

    public void AddTo(IServiceCollection services, string? stateFolder) =>
        services.AddVendorSandbox().Configure<SandboxOptions>(sandbox => sandbox.StateFolder = stateFolder);

    public void MapTo(IEndpointRouteBuilder routes) => routes.MapVendorSandbox();

    public (string Id, string Secret) ClientOf(string provider)
    {
        var client = SandboxClients.For(provider);
        return (client.ClientId, client.ClientSecret);
    }

    public IEnumerable<string> Hosts(IServiceProvider services) => services.GetRequiredService<SandboxHosts>().All;

    public IReadOnlyList<DemoLegacyCredential> LegacyCredentials(IServiceProvider services) =>
        [.. LegacyProviders.SelectMany(provider => SandboxCredentials.All(services)
            .Where(credential => credential.Provider == provider && credential.Kind != "oauth2" && credential.Behaviour == SandboxBehaviour.Healthy)
            .OrderByDescending(credential => credential.Fields.Count)
            .Take(1)
            .Select(credential => new DemoLegacyCredential(provider, credential.Fields)))];
}
