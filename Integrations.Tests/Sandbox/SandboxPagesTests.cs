using System.Net;
using System.Text.Json;
using Integrations.Sandbox;

namespace Integrations.Tests.Sandbox;

public sealed class SandboxPagesTests
{
    [Fact]
    public async Task Home_NamesEveryAccountAndItsBehaviour()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient();

        var page = await http.GetStringAsync(new Uri(server.Origin, "/sandbox"));

        Assert.Contains("ada@acme.test", page, StringComparison.Ordinal);
        Assert.Contains("rate_limited", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_AreJsonWithTheDocumentedMembers()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient();

        using var list = JsonDocument.Parse(await http.GetStringAsync(new Uri(server.Origin, "/sandbox/credentials")));

        Assert.All(list.RootElement.EnumerateArray(), entry =>
            Assert.Equal(["provider", "kind", "account", "behaviour", "fields"], entry.EnumerateObject().Select(member => member.Name)));
    }

    [Fact]
    public async Task Routes_UnknownHost_Is404()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient();

        using var answer = await http.PatchAsync(new Uri(server.Origin, "/sandbox/unknown.example/x"), null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Orders_AnswerTheNextRequestsOnly()
    {
        await using var server = await SandboxServer.StartAsync();
        using var http = new HttpClient();
        server.State.AnswerNext("unknown.example/x", 503, headers: ("Retry-After", "7"));

        using var first = await http.GetAsync(new Uri(server.Origin, "/sandbox/unknown.example/x"));
        using var second = await http.GetAsync(new Uri(server.Origin, "/sandbox/unknown.example/x"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.Equal("7", Assert.Single(first.Headers.GetValues("Retry-After")));
        Assert.Equal(HttpStatusCode.NotFound, second.StatusCode);
        Assert.Equal(["/x", "/x"], server.State.Requests.Select(request => request.Path));
    }
}
