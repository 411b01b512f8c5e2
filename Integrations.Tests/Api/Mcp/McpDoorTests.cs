using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core.Agents;
using Integrations.Core.Permissions;

namespace Integrations.Tests.Api.Mcp;

/// <summary>Who gets to the tools at all, and where a token for tools leads besides.</summary>
public sealed class McpDoorTests(McpHub hub) : IClassFixture<McpHub>
{
    private static readonly object List = new { jsonrpc = "2.0", id = 1, method = "tools/list" };

    [Fact, Proves("S10", "T6")]
    public async Task Stranger_Cookie_AndRevokedToken_GetNoTool()
    {
        using var anonymous = hub.Hub.App.Anonymous();
        using var browser = await hub.Hub.App.SignedInAsync(ApiHub.UserEmail);
        var program = await hub.ProgramAsync(hub.User);
        await hub.Get<Core.Identity.Tokens.ApiTokenService>().RevokeAsync(hub.User, Guid.ParseExact(program.Client.Key[6..], "N"), CancellationToken.None);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), ((await PostAsync(anonymous)).Status, (await PostAsync(browser)).Status, (await PostAsync(With(program.Token))).Status));
    }

    [Theory]
    [InlineData(TokenScopes.ReadWriteAdmin, "scope 'mcp'")]
    [InlineData(TokenScopes.Read | TokenScopes.Proxy, "scope 'mcp'")]
    public async Task TokenOfAnotherScope_IsToldWhatItNeeds(TokenScopes scopes, string expected)
    {
        var program = await hub.ProgramAsync(hub.Admin, "Other scope", scopes);

        var (status, text) = await PostAsync(With(program.Token));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("\"error\"", text, StringComparison.Ordinal);
        Assert.Contains(System.Text.Encodings.Web.JavaScriptEncoder.Default.Encode(expected), text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("https://your-app.example", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task PageOfAnotherOrigin_IsRefused(string? origin, HttpStatusCode expected)
    {
        using var client = With((await hub.ProgramAsync(hub.User)).Token);
        if (origin is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin);
        }

        Assert.Equal(expected, (await PostAsync(client)).Status);
    }

    [Fact]
    public async Task TokenOfAPassword_NamesNoProgram_SoNothingCanBeGranted()
    {
        var (_, text) = await PostAsync(hub.Hub.Admin);

        Assert.Contains("names no program", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/api/integrations")]
    [InlineData("GET", "/api/v1/integrations")]
    [InlineData("GET", "/v1/integrations")]
    [InlineData("GET", "/api/tenant/integrations")]
    [InlineData("POST", "/api/integrations/search")]
    public async Task TokenForTools_OpensNoOtherRoute(string method, string path)
    {
        var program = await hub.ProgramAsync(hub.Admin, "Only tools");
        await hub.GrantAsync(program, await hub.WholeAsync(hub.GitHub));
        using var client = With(program.Token);
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? JsonContent.Create(new { query = "x" }) : null };

        using var answer = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("2024-11-05", "2024-11-05")]
    [InlineData("2025-03-26", "2025-03-26")]
    [InlineData("2025-11-25", "2025-11-25")]
    public async Task Initialize_OfAnOldRevision_IsAnsweredInThatRevision(string asked, string answered)
    {
        using var client = With((await hub.ProgramAsync(hub.User)).Token);

        var (status, text) = await PostAsync(client, new { jsonrpc = "2.0", id = 1, method = "initialize", @params = new { protocolVersion = asked, capabilities = new { }, clientInfo = new { name = "old", version = "1" } } });
        var (listed, tools) = await PostAsync(client, List);

        var result = JsonElement.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]).GetProperty("result");
        Assert.Equal((HttpStatusCode.OK, answered, "integrations-hub"), (status, result.GetProperty("protocolVersion").GetString(), result.GetProperty("serverInfo").GetProperty("name").GetString()));
        Assert.True(result.GetProperty("capabilities").TryGetProperty("tools", out _));
        // Without the header that revisions have since 2025-06-18, as such a client goes on.
        Assert.Equal(HttpStatusCode.OK, listed);
        Assert.Contains("list_connected", tools, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Revoking_EndsTheNextCall()
    {
        var program = await hub.ProgramAsync(hub.User, "Revoked soon");
        await hub.GrantAsync(program, new AgentGrantedIntegration(hub.GitHub, MayRead: true, []));
        await using var client = await hub.ConnectAsync(program);
        Assert.Contains(await client.ListToolsAsync(), tool => tool.Name == "search");
        var grant = (await hub.Get<AgentGrantService>().ListAsync(hub.User, CancellationToken.None)).Single(view => view.Client == program.Client).Grant!;

        await hub.Get<AgentGrantService>().RevokeAsync(hub.User, grant.Id, CancellationToken.None);

        Assert.DoesNotContain(await client.ListToolsAsync(), tool => tool.Name == "search");
        Assert.Equal("agents.not_granted", McpToolsTests.Code(await client.CallToolAsync("search", new Dictionary<string, object?>(StringComparer.Ordinal))));
    }

    [Fact, Proves("A10", "S5")]
    public async Task ProgramsCannotGrantThemselvesAnything()
    {
        var program = await hub.ProgramAsync(hub.Admin, "Greedy");
        var asProgram = hub.Hub.AdminCaller with { TokenId = Guid.NewGuid(), Client = program.Client };
        var changes = new AgentGrantChanges([new AgentGrantedIntegration(hub.GitHub, MayRead: true, [])], TimeSpan.FromDays(1));

        var granted = await hub.Get<AgentGrantService>().GrantAsync(asProgram, program.Client.Key, changes, CancellationToken.None);
        var ruled = await hub.Get<AgentPolicyService>().ChangeAsync(asProgram, new AgentPolicyChanges(true, false, 0), CancellationToken.None);
        var homeless = await hub.Get<AgentGrantService>().GrantAsync(hub.Admin with { OrganizationId = null, Role = Role.SuperAdmin }, program.Client.Key, changes, CancellationToken.None);
        var stale = await hub.Get<AgentGrantService>().GrantAsync(hub.Admin with { AuthenticatedAt = DateTimeOffset.UnixEpoch }, program.Client.Key, changes, CancellationToken.None);

        Assert.Equal(("permission_denied", "permission_denied", "permission_denied"), (granted.Failure?.Code, ruled.Failure?.Code, homeless.Failure?.Code));
        Assert.Equal(Caller.ReauthenticationCode, stale.Failure?.Code);
    }

    [Fact, Proves("A5")]
    public async Task OthersProgramsAndIntegrations_AreNotThereToGrant()
    {
        var program = await hub.ProgramAsync(hub.User, "Mine");
        var foreign = await hub.Hub.ConnectAsync(hub.Stranger, "github", "Foreign");
        var own = new AgentGrantChanges([new AgentGrantedIntegration(hub.GitHub, MayRead: true, [])], TimeSpan.FromDays(1));
        var theirs = new AgentGrantChanges([new AgentGrantedIntegration(foreign, MayRead: true, [])], TimeSpan.FromDays(1));
        var grants = hub.Get<AgentGrantService>();

        Assert.Equal("agents.client_not_found", (await grants.GrantAsync(hub.Admin, program.Client.Key, own, CancellationToken.None)).Failure?.Code);
        Assert.Equal("agents.client_not_found", (await grants.GrantAsync(hub.Stranger, program.Client.Key, theirs, CancellationToken.None)).Failure?.Code);
        Assert.Equal("integration.not_found", (await grants.GrantAsync(hub.User, program.Client.Key, theirs, CancellationToken.None)).Failure?.Code);
        await hub.GrantAsync(program, own);
        var grant = (await grants.ListAsync(hub.User, CancellationToken.None)).Single(view => view.Client == program.Client).Grant!;
        Assert.Equal("agents.grant_not_found", (await grants.RevokeAsync(hub.Admin, grant.Id, CancellationToken.None)).Failure?.Code);
        Assert.Null((await grants.ListAsync(hub.Admin, CancellationToken.None)).Single(view => view.Client == program.Client).Grant);
    }

    private HttpClient With(string token)
    {
        var client = hub.Hub.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(HttpClient client, object? message = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp") { Content = JsonContent.Create(message ?? List) };
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
