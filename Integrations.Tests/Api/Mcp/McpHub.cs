using System.Net.Http.Headers;
using Integrations.Core.Actions;
using Integrations.Core.Activity;
using Integrations.Core.Agents;
using Integrations.Core.Identity.Programs;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Tests.Api.Auth;
using Integrations.Web.Api.Mcp;
using Microsoft.EntityFrameworkCore;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Integrations.Tests.Api.Mcp;

/// <summary>The hub with GitHub connected in the sandbox, and programs that call its tools by the protocol's own client.</summary>
public sealed class McpHub : IAsyncLifetime
{
    public ApiHub Hub { get; } = new();

    public Guid GitHub => Hub.GitHub;

    public Caller Admin => InSession(Hub.AdminCaller);

    public Caller User => InSession(Hub.UserCaller);

    public Caller Stranger => InSession(Hub.StrangerCaller);

    public T Get<T>()
        where T : notnull => Hub.Get<T>();

    public ValueTask InitializeAsync() => Hub.InitializeAsync();

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    /// <summary>As a browser has it, with a password given just now.</summary>
    public static Caller InSession(Caller caller) => caller with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() };

    /// <summary>A program with a token of its own, to which nothing is granted yet.</summary>
    public async Task<McpProgram> ProgramAsync(Caller owner, string name = "Agent", TokenScopes scopes = TokenScopes.Mcp)
    {
        var made = (await Get<ApiTokenService>().CreatePersonalAsync(owner, new NewApiToken(name, scopes), CancellationToken.None)).Value;
        return new McpProgram(owner, CallerClient.OfToken(made.Row.Id, made.Row.Name), made.Text.Reveal());
    }

    /// <summary>A program with a key of the organization, which it has exchanged for an access token.</summary>
    public async Task<McpProgram> KeyAsync(Caller administrator, string name = "Key")
    {
        var made = (await Get<ApiTokenService>().CreateForOrganizationAsync(administrator, new NewApiToken(name, TokenScopes.Mcp), CancellationToken.None)).Value;
        var token = (await Get<AccessTokens>().ForClientAsync(made.Row.ClientId!, made.Text.Reveal(), CancellationToken.None)).Value.Token.Reveal();
        return new McpProgram(administrator, CallerClient.OfToken(made.Row.Id, made.Row.Name), token);
    }

    /// <summary>A program that its person let in, by a code.</summary>
    public async Task<McpProgram> LetInAsync(Caller owner, string name)
    {
        const string Redirect = "http://127.0.0.1/callback";
        var registered = (await Get<ProgramService>().RegisterAsync(Admin, new NewProgram(name, TokenScopes.Mcp) { Redirects = [Redirect] }, CancellationToken.None)).Value;
        using var browser = await Hub.App.SignedInAsync(owner.DisplayName!);
        var answer = await new OAuthProgram(Hub.App, registered.Row.ClientId, Redirect).SignInAsync(browser);
        return new McpProgram(owner, await ClientAsync(owner, name), answer.Access!);
    }

    /// <summary>A program that acts for the organization, by its own id and secret.</summary>
    public async Task<McpProgram> ServiceAsync(Caller administrator, string name)
    {
        var registered = (await Get<ProgramService>().RegisterAsync(administrator, new NewProgram(name, TokenScopes.Mcp) { IsService = true }, CancellationToken.None)).Value;
        var answer = await new OAuthProgram(Hub.App, registered.Row.ClientId, "", registered.Secret!.Reveal()).ServeAsync();
        return new McpProgram(administrator, await ClientAsync(administrator, name), answer.Access!);
    }

    /// <summary>What an integration offers now, as a person would grant it.</summary>
    public async Task<AgentGrantedIntegration> WholeAsync(Guid integrationId, Caller? owner = null, bool mayRead = true, params string[] actions)
    {
        var offered = (await Get<ActionService>().ListAsync(owner ?? Admin, integrationId, CancellationToken.None)).Value;
        return new AgentGrantedIntegration(
            integrationId, mayRead, [.. offered.Where(action => actions.Length == 0 || actions.Contains(action.Name)).Select(action => new AgentGrantedAction(action.Name, AgentToolHash.Of(action)))]);
    }

    public async Task GrantAsync(McpProgram program, AgentGrantChanges changes)
    {
        var granted = await Get<AgentGrantService>().GrantAsync(program.Owner, program.Client.Key, changes, CancellationToken.None);
        Assert.True(granted.IsSuccess, granted.Failure?.ToString());
    }

    public Task GrantAsync(McpProgram program, params AgentGrantedIntegration[] integrations) => GrantAsync(program, new AgentGrantChanges(integrations, TimeSpan.FromDays(1)));

    /// <summary>Changes of calls wait for a person, or do not.</summary>
    public async Task ConfirmsWritesAsync(bool on, Caller? administrator = null)
    {
        var policies = Get<AgentPolicyService>();
        var now = await policies.GetAsync(administrator ?? Admin, CancellationToken.None);
        var changed = await policies.ChangeAsync(administrator ?? Admin, new AgentPolicyChanges(IsOpen: true, on, now.Version), CancellationToken.None);
        Assert.True(changed.IsSuccess, changed.Failure?.ToString());
    }

    public async Task<McpClient> ConnectAsync(McpProgram program, string? revision = null)
    {
        var http = Hub.App.Anonymous();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", program.Token);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri(Hub.App.Address, McpHosting.Path), TransportMode = HttpTransportMode.StreamableHttp, EnableStandaloneGetStream = false }, http, ownsHttpClient: true);
        return await McpClient.CreateAsync(transport, new McpClientOptions { ProtocolVersion = revision, ClientInfo = new Implementation { Name = "tests", Version = "1.0.0" } });
    }

    public async Task<T> WithDatabaseAsync<T>(Func<IntegrationsDbContext, Task<T>> work)
    {
        // What was only read is written while its caller goes on.
        await Get<ActivityLog>().WrittenAsync(CancellationToken.None);
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await work(db);
    }

    private async Task<CallerClient> ClientAsync(Caller owner, string name) => (await Get<AgentGrantService>().ListAsync(owner, CancellationToken.None)).Single(view => view.Client.Name == name).Client;
}
