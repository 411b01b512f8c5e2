using Integrations.Core.Connections;
using Integrations.Core.Search;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Jira;

/// <summary>Jira's three ways to connect, through the whole hub: what is found while connecting serves the searches after it.</summary>
public sealed class JiraConnectionTests(ConnectedHub hub) : IClassFixture<ConnectedHub>
{
    [Theory]
    [InlineData("oauth2", "acme.atlassian.net")]
    [InlineData("basic", "acme.atlassian.net")]
    [InlineData("api_key", "jira.example")]
    public async Task Connect_ThenSearch_GivesIssuesOfThatSite(string kind, string site)
    {
        var id = kind == "oauth2" ? await hub.SignInAtVendorAsync(hub.User, "jira") : await hub.ConnectAsync(hub.User, "jira", kind);

        var tested = await hub.Get<ConnectionService>().TestAsync(hub.User, id, default);
        var found = await hub.Get<SearchService>().SearchAsync(hub.User, id, new SearchRequest("export", 5) { EntityTypes = ["issue"] }, default);

        Assert.True(tested.IsSuccess && tested.Value.Success, tested.Failure?.ToString());
        Assert.NotEmpty(found.Value.Items);
        Assert.All(found.Value.Items, item => Assert.StartsWith($"https://{site}/browse/", item.Url, StringComparison.Ordinal));
    }
}
