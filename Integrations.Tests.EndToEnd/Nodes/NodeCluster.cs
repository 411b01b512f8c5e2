using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Integrations.Core;
using Integrations.Core.Activity;
using Integrations.Core.Demo;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Identity.Tokens;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.EndToEnd.Nodes;

/// <summary>
/// Three real processes of the web program on one PostgreSQL, with one vendor sandbox beside them, and Core's services on the
/// same database and keys in the test's own process, to arrange and to count.
/// </summary>
internal sealed class NodeCluster : IAsyncDisposable
{
    public const string Admin = "admin@acme.test";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-nodes-");
    private readonly WebProcess?[] _nodes = new WebProcess?[3];
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private readonly PostgresServer _server;
    private string _database = "";
    private ServiceProvider _services = null!;

    private NodeCluster(PostgresServer server) => _server = server;

    public SandboxServer Sandbox { get; private set; } = null!;

    /// <summary>The address that people know; leads nowhere until a test says where.</summary>
    public NodeProxy Front { get; } = new();

    public IServiceProvider Services => _services;

    public int Count => _nodes.Length;

    public static async Task<NodeCluster> StartAsync(PostgresServer server)
    {
        var cluster = new NodeCluster(server);
        try
        {
            await cluster.StartAllAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="HttpRequestException">No one listens there now.</exception>
    public Uri Address(int node) => _nodes[node]?.Address ?? throw new HttpRequestException($"Node {node} is down.");

    public bool IsUp(int node) => _nodes[node] is not null;

    /// <summary><c>kill -9</c>.</summary>
    public void Kill(int node)
    {
        _nodes[node]?.Dispose();
        _nodes[node] = null;
    }

    public async Task StartAsync(int node)
    {
        var own = new Dictionary<string, string>(_settings, StringComparer.Ordinal)
        {
            // Each node's own disk.
            ["Connections__JournalFolder"] = Path.Combine(_folder.FullName, $"journal-{node}"),
        };
        _nodes[node] = await WebProcess.StartAsync([WebProcess.Program()], own, "/health/ready");
    }

    /// <summary>A client of one node, without cookies or redirects, with a demo account's access token.</summary>
    public async Task<HttpClient> ClientAsync(int node, string? token = null)
    {
        var client = Anonymous(node);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token ?? await TokenAsync(client));
        return client;
    }

    public HttpClient Anonymous(int node) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false }) { BaseAddress = Address(node), Timeout = TimeSpan.FromMinutes(2) };

    public static async Task<string> TokenAsync(HttpClient client)
    {
        using var answer = await client.PostAsJsonAsync("/api/auth/token", new { email = Admin, password = DemoOptions.DefaultPassword });
        answer.EnsureSuccessStatusCode();
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync());
        return body.RootElement.GetProperty("accessToken").GetString()!;
    }

    public async Task<T> ReadAsync<T>(Func<IntegrationsDbContext, Task<T>> read)
    {
        await using var db = await _services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await read(db);
    }

    public async Task<Caller> CallerAsync() => await OAuthPerson.CallerOfAsync(_services, Admin);

    /// <summary>Personal tokens of that many administrators: limits are counted per person.</summary>
    public async Task<List<string>> AdministratorsAsync(int count)
    {
        var organization = (await CallerAsync()).OrganizationId!.Value;
        var now = DateTimeOffset.UtcNow;
        var users = Enumerable.Range(0, count).Select(i => new User
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organization,
            DisplayName = $"Admin {i}",
            Role = Role.TenantAdmin,
            UserName = $"admin{i}@nodes.test",
            NormalizedUserName = $"ADMIN{i}@NODES.TEST",
            Email = $"admin{i}@nodes.test",
            NormalizedEmail = $"ADMIN{i}@NODES.TEST",
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = now,
        }).ToList();
        await ReadAsync(db =>
        {
            db.Users.AddRange(users);
            return db.SaveChangesAsync();
        });
        var tokens = new List<string>();
        foreach (var user in users)
        {
            var caller = new Caller(user.Id, organization, Role.TenantAdmin) { DisplayName = user.DisplayName, AuthenticatedAt = now };
            var created = await _services.GetRequiredService<ApiTokenService>().CreatePersonalAsync(caller, new NewApiToken("Proof", TokenScopes.All), default);
            Assert.True(created.IsSuccess, created.Failure?.ToString());
            tokens.Add(created.Value.Text.Reveal());
        }

        return tokens;
    }

    public async ValueTask DisposeAsync()
    {
        for (var node = 0; node < _nodes.Length; node++)
        {
            Kill(node);
        }

        Front.Dispose();
        if (_services is not null)
        {
            await _services.GetRequiredService<ActivityLog>().StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        if (Sandbox is not null)
        {
            await Sandbox.DisposeAsync();
        }

        if (_database.Length > 0)
        {
            await _server.DropAsync(_database);
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAllAsync()
    {
        Sandbox = await SandboxServer.StartAsync(configure: sandbox => sandbox.HonestFor = TimeSpan.Zero);
        _database = await _server.CreateHubDatabaseAsync();
        _settings["Database__Provider"] = "Postgres";
        _settings["ConnectionStrings__Integrations"] = _database;
        _settings["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        _settings["Egress__AllowedPrivateNetworks__0"] = "127.0.0.0/8";
        _settings["OAuth__ConfirmTokenStarted"] = "false";
        _settings["Hub__PublicOrigin"] = Front.Address.GetLeftPart(UriPartial.Authority);
        // A busy machine is no vendor that is down.
        _settings["Vendors__InteractiveDeadline"] = "00:00:45";
        _settings.Patiently();
        _settings["Sandbox__Enabled"] = "false";
        _settings["Vendors__SandboxOrigin"] = Sandbox.Origin.ToString();
        foreach (var (host, index) in Sandbox.Hosts.All.Select((host, index) => (host, index)))
        {
            _settings[$"Vendors__SandboxHosts__{index}"] = host;
        }

        foreach (var provider in new[] { "jira", "microsoft_outlook", "github", "slack" })
        {
            var client = SandboxClients.For(provider);
            _settings[$"Providers__{provider}__ClientId"] = client.ClientId;
            _settings[$"Providers__{provider}__ClientSecret"] = client.ClientSecret;
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(_settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        var database = KnownDatabases.Choose(configuration, _folder.FullName);
        _services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging().AddIntegrationsCore(configuration, _folder.FullName, database)
            .AddKeyRing(configuration, _folder.FullName, database, mayCreateKeyFile: false).AddAccess().BuildServiceProvider();
        _services.GetRequiredService<PublicOrigin>().Set(Front.Address);
        // What is done is told to the activity log, and waits until it is written.
        await _services.GetRequiredService<ActivityLog>().StartAsync(CancellationToken.None);
        await StartAsync(0);
        await Task.WhenAll(StartAsync(1), StartAsync(2));
    }
}
