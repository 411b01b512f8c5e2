using Integrations.Core.Catalog;
using Integrations.Core.Connections;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Connectors.GitHub;

/// <summary>Sign-in at an Enterprise Server that the operator configured, through the whole hub.</summary>
public sealed class GitHubEnterpriseTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Fact, Proves("T10")]
    public async Task SignIn_AtTheOperatorsServer_TouchesNoOtherHost()
    {
        hub.Get<IOptions<ProvidersOptions>>().Value["github"].BaseUrl = "https://github.example";

        var id = await hub.SignInAtVendorAsync(hub.Admin, "github");
        var found = await hub.Get<SearchService>().SearchAsync(hub.Admin, id, new SearchRequest("export", 5), default);
        await hub.Get<ConnectionService>().DisconnectAsync(hub.Admin, id, default);

        Assert.NotEmpty(found.Value.Items);
        var requests = await Eventually.ValueAsync(() => Task.FromResult(hub.Sandbox.State.Requests), seen => seen.Any(r => r.Method == "DELETE"));
        Assert.Equal(["github.example"], requests.Select(r => r.Host).Distinct(StringComparer.Ordinal));
        Assert.Contains(requests, r => r is { Method: "DELETE", Path: "/api/v3/applications/sandbox-github-client/token" });
    }
}
