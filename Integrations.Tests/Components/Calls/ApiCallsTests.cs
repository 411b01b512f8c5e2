using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Integrations.Client;
using Integrations.Client.Models;
using Integrations.Core.Actions;
using Integrations.Tests.Api;
using Integrations.Web.Features.Calls;

namespace Integrations.Tests.Components.Calls;

/// <summary>What pages offer to copy is what the routes take, and what the client has.</summary>
public sealed class ApiCallsTests(ApiHub hub) : IClassFixture<ApiHub>
{
    private static readonly string[] Members = ["Query", "Limit"];

    [Fact]
    public async Task Search_IsTakenByItsRoute()
    {
        using var answer = await SendAsync(ApiCalls.Search("api", 3));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Action_IsTakenByItsRoute()
    {
        var action = (await hub.Get<ActionService>().ListAsync(hub.AdminCaller, hub.GitHub, CancellationToken.None)).Value.First(offered => offered.Name == "create_issue");
        using var answer = await SendAsync(ApiCalls.Action(hub.GitHub, action.Name, []));

        // It came to the action, which misses its parameters.
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("repository", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_AreTakenByTheirRoutes()
    {
        ApiCall[] calls =
        [
            ApiCalls.Integrations("connected", "github", "a b&c", "über alles", "lastUsedAt", descending: true, limit: 25, offset: 25),
            ApiCalls.Integrations(null, null, null, null, "name", descending: false, limit: 25, offset: 0),
            ApiCalls.Catalog("code", 60, 0),
            ApiCalls.Catalog(null, 60, 60),
            ApiCalls.Templates(),
            ApiCalls.ConnectLinks(100, 0),
            ApiCalls.Activity(hub.GitHub, DateTimeOffset.UtcNow.AddDays(-1), 50),
            ApiCalls.Activity(hub.GitHub, null, 30),
            ApiCalls.SearchIn(hub.GitHub, "a b&c", 30),
            ApiCalls.Data(hub.GitHub, "issue", new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = "open" }, 25),
            ApiCalls.Data(hub.GitHub, "issue", new Dictionary<string, string>(StringComparer.Ordinal), 25),
            ApiCalls.InboundRequests(hub.GitHub),
        ];
        foreach (var call in calls)
        {
            using var answer = await hub.Admin.GetAsync(new Uri(call.Path, UriKind.Relative));
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{call.Path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        // There is no such bulk action, and providers are a super administrator's; nothing is wrong with how they were asked for.
        using var batch = await hub.Admin.GetAsync(new Uri(ApiCalls.Batch(Guid.NewGuid(), "failed", 50, 50).Path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, batch.StatusCode);
        using var providers = await hub.Admin.GetAsync(new Uri(ApiCalls.Providers("active", "git hub", 50, 50).Path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.Forbidden, providers.StatusCode);

        // There is no such webhook, and nothing is wrong with how it was asked for.
        foreach (var status in new[] { null, "pending", "succeeded", "dead" })
        {
            using var deliveries = await hub.Admin.GetAsync(new Uri(ApiCalls.Deliveries(Guid.NewGuid(), status, 50).Path, UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, deliveries.StatusCode);
        }
    }

    [Fact]
    public void Lists_AreOfTheClient()
    {
        Assert.Equal(
            """var answer = await hub.Platform.ListInstancesAsync(limit: 25, sortBy: "name", status: "connected", providerName: "jira", search: "it\u0027s", tag: "sales");""",
            ApiCalls.Integrations("connected", "jira", "it's", "sales", "name", descending: false, limit: 25, offset: 0).Net.Split('\n')[0]);
        ApiCall[] calls = [ApiCalls.Catalog("code", 1, 1), ApiCalls.Templates(), ApiCalls.ConnectLinks(1, 1), ApiCalls.Activity(Guid.Empty, DateTimeOffset.UnixEpoch, 1), ApiCalls.Deliveries(Guid.Empty, "failed", 1), ApiCalls.Integrations("x", "x", "x", "x", "name", true, 1, 1),
            ApiCalls.Providers("x", "x", 1, 1), ApiCalls.SearchIn(Guid.Empty, "x", 1), ApiCalls.Data(Guid.Empty, "x", new Dictionary<string, string>(StringComparer.Ordinal) { ["y"] = "z" }, 1), ApiCalls.InboundRequests(Guid.Empty), ApiCalls.Batch(Guid.Empty, "x", 1, 1)];
        foreach (var call in calls)
        {
            var (surface, method) = call.Client[..call.Client.IndexOf('(', StringComparison.Ordinal)].Split('.') is [var first, var second] ? (first, second) : default;
            var parameters = typeof(IntegrationsHub).GetProperty(surface)!.PropertyType.GetMethod(method)!.GetParameters().Select(parameter => parameter.Name);
            var named = System.Text.RegularExpressions.Regex.Matches(call.Client, @"(?<name>\w+): ", System.Text.RegularExpressions.RegexOptions.NonBacktracking).Select(match => match.Groups["name"].Value);
            Assert.Empty(named.Except(parameters, StringComparer.Ordinal));
            Assert.StartsWith("curl 'https://hub.test/", call.Curl("https://hub.test/"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Client_HasTheCalls()
    {
        Assert.NotNull(typeof(IntegrationsHub).GetProperty("Platform")!.PropertyType.GetMethod("SearchAllAsync"));
        Assert.NotNull(typeof(IntegrationsHub).GetProperty("Automation")!.PropertyType.GetMethod("RunActionAsync"));
        Assert.All(Members, member => Assert.NotNull(typeof(GlobalSearchBody).GetProperty(member)));
        Assert.NotNull(typeof(AutomationActionRequest).GetProperty("Parameters"));
        Assert.StartsWith("var answer = await hub.Platform.SearchAllAsync(new() { Query = ", ApiCalls.Search("x", 3).Net, StringComparison.Ordinal);
        Assert.StartsWith("var answer = await hub.Automation.RunActionAsync(", ApiCalls.Action(Guid.Empty, "x", []).Net, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("'; rm -rf ~; '")]
    [InlineData("$(id) `id` \\ \"\"\" \n")]
    public void HostileWords_StayWords(string words)
    {
        var call = ApiCalls.Search(words, 3);

        // A shell reads what is between single quotes as it stands; each quote of ours ends one pair and begins the next.
        var curl = call.Curl("https://hub.test/");
        var body = curl[(curl.IndexOf("--data-raw '", StringComparison.Ordinal) + "--data-raw '".Length)..^1].Replace(@"'\''", "'", StringComparison.Ordinal);
        Assert.Equal(words, (string)JsonNode.Parse(body)!["query"]!);
        Assert.StartsWith("curl -X POST 'https://hub.test/api/integrations/search'", curl, StringComparison.Ordinal);
        Assert.Contains("$HUB_TOKEN", curl, StringComparison.Ordinal);
        var literal = call.Net[call.Net.IndexOf('"', StringComparison.Ordinal)..call.Net.IndexOf(", Limit", StringComparison.Ordinal)];
        Assert.Equal(words, (string)JsonNode.Parse(literal)!);
    }

    [Fact]
    public void RawLiteral_HasMoreQuotesThanItsText()
    {
        var raw = ApiCall.Raw(new JsonObject { ["text"] = "", ["more"] = "x" });

        Assert.StartsWith("\"\"\"\n{", raw, StringComparison.Ordinal);
        Assert.EndsWith("}\n\"\"\"", raw, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(ApiCall call)
    {
        using var body = new StringContent(call.Body!.ToJsonString(), Encoding.UTF8, "application/json");
        return await hub.Admin.PostAsync(new Uri(call.Path, UriKind.Relative), body);
    }
}
