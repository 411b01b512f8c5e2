using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Integrations.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Client;

/// <summary>Named clients that reach a vendor through the hub, and no other address.</summary>
[Collection(ClientCollection.Name)]
public sealed class HubConnectionTests(ClientHub hub)
{
    [Fact]
    public async Task NamedClient_AsksTheVendor_WithTheCredentialThatTheHubKeeps()
    {
        await using var program = hub.Program();
        using var github = program.GetRequiredService<IHttpClientFactory>().CreateClient("github");

        using var answer = await github.GetAsync("user");
        var repositories = await github.GetFromJsonAsync<JsonArray>("user/repos?per_page=2");

        Assert.Equal((HttpStatusCode.OK, "200"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("X-Vendor-Status"))));
        Assert.NotEmpty((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["login"]!);
        Assert.InRange(repositories!.Count, 1, 2);
    }

    [Fact]
    public async Task TypedCall_GivesTheVendorsAnswerAsItIs_AndTheHubsRefusalAsAnError()
    {
        await using var program = hub.Program();
        var client = program.GetRequiredService<IntegrationsHub>();

        using var missing = (await client.Platform.ProxyGetAsync(hub.GitHub, "no/such/thing")).Value;
        var refused = (await client.Platform.ProxyGetAsync(Guid.NewGuid(), "user")).Error!;

        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal((HubErrorKind.NotFound, "INTEGRATION_NOT_FOUND"), (refused.Kind, refused.Code));
    }

    [Theory]
    [InlineData("https://api.github.com/user")]
    [InlineData("//elsewhere.test/user")]
    [InlineData("/user")]
    [InlineData("../../tenant/integrations")]
    [InlineData("user/../../../../tenant/integrations")]
    [InlineData("%2e%2e/%2e%2e/tenant/integrations")]
    [InlineData("..\\..\\tenant\\integrations")]
    [InlineData("")]
    [InlineData("user#fragment")]
    public async Task NamedClient_RefusesEveryOtherAddress_BeforeATokenIsAskedFor(string address)
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        using var github = program.GetRequiredService<IHttpClientFactory>().CreateClient("github");

        await Assert.ThrowsAsync<InvalidOperationException>(() => github.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute)));

        Assert.Empty(fake.Calls);
    }

    [Theory]
    [InlineData("https://api.github.com/user")]
    [InlineData("//elsewhere.test/user")]
    [InlineData("/user")]
    [InlineData("../../tenant/integrations")]
    [InlineData("user/%2E%2e/%2e%2E/tenant")]
    [InlineData("..\\tenant")]
    [InlineData("")]
    [InlineData("user#fragment")]
    [InlineData("user repos")]
    public async Task TypedCall_RefusesEveryOtherPath_BeforeItIsSent(string path)
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();

        await Assert.ThrowsAsync<ArgumentException>(() => program.GetRequiredService<IntegrationsHub>().Platform.ProxyGetAsync(Guid.NewGuid(), path));

        Assert.Empty(fake.Calls);
    }

    [Fact]
    public async Task HubBelowAPath_IsReachedBelowIt()
    {
        using var fake = new FakeHub();
        await using var program = fake.Program();
        using var github = program.GetRequiredService<IHttpClientFactory>().CreateClient("github");

        using var answer = await github.GetAsync("user/repos?per_page=5&q=a%2Fb");

        Assert.Equal($"GET /below/api/proxy/{Guid.Empty}/user/repos?per_page=5&q=a%2Fb", fake.Calls.Last().Route);
    }
}
