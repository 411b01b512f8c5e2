using System.Text.Json.Nodes;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative.Trials;
using Integrations.Core.Demo;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.WebUtilities;

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

    public async Task<PlayedFile?> PlayAsync(JsonObject provider, JsonObject? data, CancellationToken cancellationToken)
    {
        if (await PlayedProvider.StartAsync(provider, data, cancellationToken) is not { } played)
        {
            return null;
        }

        var kinds = provider["auth"]!.AsArray().Select(method => method!["kind"]!.GetValue<string>());
        var source = new TrialSource(PlayedFile.Answers, [.. kinds.Select(kind => new TrialConnection(kind, played.Connected(kind)))])
        {
            Played = played.Origin,
            Deliveries = played.Deliveries(TrialSource.InboundAddress)?.Select(Delivery).ToList(),
            DeliverySecret = new Secret(played.Secret),
        };
        return new PlayedFile(source, played);
    }

    private static TrialDelivery Delivery(PlayedDelivery sent) => new(
        new InboundRequest(
            sent.Method, sent.Headers, QueryHelpers.ParseQuery(sent.Url.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.OrdinalIgnoreCase), sent.Body)
        {
            Url = sent.Url.AbsoluteUri,
        },
        sent.Entity, sent.Id, sent.Challenge);

    public IReadOnlyList<DemoLegacyCredential> LegacyCredentials(IServiceProvider services) =>
        [.. LegacyProviders.SelectMany(provider => SandboxCredentials.All(services)
            .Where(credential => credential.Provider == provider && credential.Kind != "oauth2" && credential.Behaviour == SandboxBehaviour.Healthy)
            .OrderByDescending(credential => credential.Fields.Count)
            .Take(1)
            .Select(credential => new DemoLegacyCredential(provider, credential.Fields)))];
}
