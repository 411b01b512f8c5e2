using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Events;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Benchmarks;

/// <summary>Core over a real database, with the sandbox over real HTTP as its vendors; no web server, and no background work but the activity log.</summary>
internal sealed class BenchHub : IAsyncDisposable
{
    private readonly string _folder;
    private readonly ServiceProvider _services;

    private BenchHub(SandboxServer sandbox, string folder, IEnumerable<KeyValuePair<string, string>> settings)
    {
        Sandbox = sandbox;
        _folder = folder;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddIntegrationsCore(configuration, _folder, KnownDatabases.Choose(configuration, _folder));
        services.PostConfigure<VendorHttpOptions>(http =>
        {
            http.SandboxOrigin = sandbox.Origin;
            http.SandboxHosts.UnionWith(sandbox.Hosts.All);
        });
        services.AddOptions<ProvidersOptions>().PostConfigure<IEnumerable<IConnector>>((providers, connectors) =>
        {
            foreach (var key in connectors.Select(connector => connector.Provider))
            {
                var client = SandboxClients.For(key);
                providers[key] = new ProviderClientOptions { ClientId = client.ClientId, ClientSecret = client.ClientSecret };
            }
        });
        _services = services.BuildServiceProvider();
        _services.GetRequiredService<PublicOrigin>().Set(new Uri("http://127.0.0.1:5080"));
    }

    public SandboxServer Sandbox { get; }

    public Caller Admin { get; private set; } = null!;

    /// <summary>On the disk that the database is on, for what measures that.</summary>
    public string Folder => _folder;

    /// <param name="databases">Where the data goes.</param>
    /// <param name="configure">Changes the sandbox's habits, such as how slow its slow account is.</param>
    /// <param name="answersAfter">How long each vendor's host takes for an answer.</param>
    /// <param name="settings">Configuration keys.</param>
    public static async Task<BenchHub> StartAsync(
        RunDatabases databases, Action<SandboxOptions>? configure = null, IReadOnlyDictionary<string, TimeSpan>? answersAfter = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("hub-bench-").FullName;
        var all = await databases.CreateAsync(folder);
        var hub = new BenchHub(await SandboxServer.StartAsync(configure: configure, answersAfter: answersAfter), folder, [.. all, .. settings ?? new Dictionary<string, string>(StringComparer.Ordinal)]);
        await hub._services.StartIntegrationsCoreAsync(CancellationToken.None);
        // What is done is told to the activity log, and waits until it is written.
        await hub._services.GetRequiredService<ActivityLog>().StartAsync(CancellationToken.None);
        await hub.AddOrganizationAsync();
        return hub;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<IntegrationsDbContext> DatabaseAsync() => Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    /// <summary>Commits events that endpoints of <see cref="EventTypes.SyncCompleted"/> get, in one transaction.</summary>
    public async Task RaiseAsync(int events)
    {
        await using var db = await DatabaseAsync();
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < events; i++)
        {
            db.OutboxEvents.Add(new OutboxEvent
            {
                Id = Guid.CreateVersion7(now),
                OrganizationId = Admin.OrganizationId!.Value,
                Type = EventTypes.SyncCompleted,
                Data = """{"integrationId":"0198f3c2-0000-7000-8000-000000000000","name":"Team calendar","changed":3}""",
                OccurredAt = now,
            });
        }

        await db.SaveChangesAsync();
    }

    /// <summary>An integration that is connected with what the sandbox offers to paste.</summary>
    public async Task<Guid> ConnectAsync(string provider, string kind, SandboxBehaviour behaviour = SandboxBehaviour.Healthy)
    {
        var offered = Sandbox.Credentials.First(c => c.Provider == provider && c.Kind == kind && c.Behaviour == behaviour);
        var created = await Get<IntegrationActions>()
            .CreateOrganizationIntegrationAsync(Admin, new CreateIntegration(provider, $"{provider} {behaviour}", offered.Fields), CancellationToken.None);
        return created.IsSuccess ? created.Value : throw new InvalidOperationException(created.Failure!.Message);
    }

    /// <summary>An integration connected through consent page and token endpoint.</summary>
    public Task<Guid> SignInAsync(string provider) => VendorSignIn.ConnectAsync(_services, Admin, provider);

    public async ValueTask DisposeAsync()
    {
        await _services.GetRequiredService<ActivityLog>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await Sandbox.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AddOrganizationAsync()
    {
        await using var db = await DatabaseAsync();
        var organization = new Organization { Id = Guid.CreateVersion7(), Name = "Bench", CreatedAt = DateTimeOffset.UtcNow };
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organization.Id,
            DisplayName = "Admin",
            Role = Role.TenantAdmin,
            UserName = "admin@bench.test",
            NormalizedUserName = "ADMIN@BENCH.TEST",
            Email = "admin@bench.test",
            NormalizedEmail = "ADMIN@BENCH.TEST",
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = DateTimeOffset.UtcNow,
        };
        db.Organizations.Add(organization);
        db.Users.Add(user);
        await db.SaveChangesAsync();
        Admin = new Caller(user.Id, organization.Id, Role.TenantAdmin) { DisplayName = "Admin" };
    }
}
