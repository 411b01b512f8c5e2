using Integrations.Core.Actions;
using Integrations.Core.Agents;
using Integrations.Core.Demo;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Testing;
using Integrations.Tests.Api;
using Integrations.Tests.EndToEnd.VendorClients;

namespace Integrations.Tests.EndToEnd.McpClients;

/// <summary>Programs that were written elsewhere call the hub's tools: the protocol's TypeScript client, the Inspector, and, for signing in, its conformance suite.</summary>
public sealed class McpClientTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly NodePackages _packages = new("McpClients", oldestNode: 20);
    private readonly ApiHub _hub = new();

    public async ValueTask InitializeAsync()
    {
        await _packages.PrepareAsync();
        await _hub.InitializeAsync();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    [Fact]
    public async Task TypeScriptClient_ListsSearchesReadsAndRuns_WithinItsGrant()
    {
        var told = await _packages.RunAsync("typescript_client", await SceneAsync("create_issue"));

        Assert.Equal("integrations-hub", told.GetProperty("server").GetString());
        Assert.Contains("github__create_issue", told.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()));
        Assert.Equal(told.GetProperty("title").GetString(), told.GetProperty("read").GetString());
        Assert.Equal("Made by the TypeScript client", told.GetProperty("made").GetString());
        Assert.NotEmpty(told.GetProperty("progress").EnumerateArray());
        Assert.Equal("agents.not_granted", told.GetProperty("refused").GetString());
    }

    [Fact]
    public async Task Inspector_ListsAndCallsTools()
    {
        var told = await _packages.RunAsync("inspector", await SceneAsync("create_issue"));

        Assert.Contains("search", told.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()));
        Assert.Equal(["GitHub"], told.GetProperty("integrations").EnumerateArray().Select(name => name.GetString()));
    }

    [Fact]
    public async Task ConformanceSuite_FindsNothingWrongWithTheAuthorizationServer()
    {
        var administrator = _hub.AdminCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var registered = await _hub.Get<ProgramService>().RegisterAsync(
            administrator, new NewProgram("Conformance suite", TokenScopes.Mcp) { Redirects = ["http://127.0.0.1/callback"] }, CancellationToken.None);
        var scene = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_URL"] = _hub.App.Address.AbsoluteUri,
            ["EMAIL"] = ApiHub.UserEmail,
            ["PASSWORD"] = DemoOptions.DefaultPassword,
            ["CLIENT_ID"] = registered.Value.Row.ClientId,
            ["PORT"] = $"{LoopbackPorts.Free()}",
        };

        var told = await _packages.RunAsync("conformance_authorization", scene);

        var failed = told.GetProperty("failed").EnumerateArray().Concat(told.GetProperty("warned").EnumerateArray()).Select(check => check.GetString()).ToList();
        output.WriteLine($"counterpart: conformance suite, authorization server: {told.GetProperty("passed").GetInt32()} checks passed, {failed.Count} failed");
        Assert.Equal("", told.GetProperty("problem").GetString());
        Assert.Equal([], failed);
        Assert.True(told.GetProperty("asked").GetBoolean());
        // Its metadata, documents as client ids, and the code grant.
        Assert.Equal((0, 3), (told.GetProperty("code").GetInt32(), told.GetProperty("passed").GetInt32()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TypeScriptClient_SignsInByItself_AndRenews(bool isRegistered)
    {
        var administrator = _hub.AdminCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var registered = await _hub.Get<ProgramService>().RegisterAsync(
            administrator, new NewProgram("TypeScript client", TokenScopes.Mcp) { Redirects = ["http://127.0.0.1/callback"] }, CancellationToken.None);
        var rules = _hub.Get<ProgramRulesService>();
        var present = await rules.GetAsync(administrator, CancellationToken.None);
        Assert.True((await rules.ChangeAsync(administrator, allowsDocuments: true, allowsSelfRegistered: !isRegistered, present.Version, CancellationToken.None)).IsSuccess);
        var scene = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HUB_URL"] = _hub.App.Address.AbsoluteUri,
            ["EMAIL"] = ApiHub.UserEmail,
            ["PASSWORD"] = DemoOptions.DefaultPassword,
            ["CLIENT_ID"] = isRegistered ? registered.Value.Row.ClientId : "",
        };

        var told = await _packages.RunAsync("typescript_sign_in", scene);

        Assert.True(told.GetProperty("asked").GetBoolean());
        Assert.True(told.GetProperty("renewed").GetBoolean());
        Assert.Equal(isRegistered, told.GetProperty("clientId").GetString() == registered.Value.Row.ClientId);
        // Nothing is granted yet, so it has the one tool that says where to grant more.
        Assert.Equal(["list_connected"], told.GetProperty("tools").EnumerateArray().Select(tool => tool.GetString()));
        Assert.Equal(["list_connected"], told.GetProperty("toolsAgain").EnumerateArray().Select(tool => tool.GetString()));
    }

    /// <summary>The hub's address and the token of a program that may read GitHub and run one action.</summary>
    private async Task<Dictionary<string, string>> SceneAsync(string action)
    {
        var person = _hub.UserCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var administrator = _hub.AdminCaller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };
        var policies = _hub.Get<AgentPolicyService>();
        Assert.True((await policies.ChangeAsync(administrator, new AgentPolicyChanges(IsOpen: true, ConfirmWrites: false, (await policies.GetAsync(administrator, CancellationToken.None)).Version), CancellationToken.None)).IsSuccess);
        var made = (await _hub.Get<ApiTokenService>().CreatePersonalAsync(person, new NewApiToken("Client", TokenScopes.Mcp), CancellationToken.None)).Value;
        var offered = (await _hub.Get<ActionService>().ListAsync(person, _hub.GitHub, CancellationToken.None)).Value.Where(each => each.Name == action);
        var granted = await _hub.Get<AgentGrantService>().GrantAsync(
            person,
            CallerClient.OfToken(made.Row.Id, made.Row.Name).Key,
            new AgentGrantChanges([new AgentGrantedIntegration(_hub.GitHub, MayRead: true, [.. offered.Select(each => new AgentGrantedAction(each.Name, AgentToolHash.Of(each)))])], TimeSpan.FromDays(1)),
            CancellationToken.None);
        Assert.True(granted.IsSuccess, granted.Failure?.ToString());
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["HUB_URL"] = _hub.App.Address.AbsoluteUri, ["TOKEN"] = made.Text.Reveal() };
    }
}
