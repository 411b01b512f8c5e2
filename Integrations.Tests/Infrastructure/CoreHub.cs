using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Core;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// Core's services over a real database, without the web: for tests of services. Two organizations are there, each with
/// an administrator and two users, so that every list and get can be asked by the wrong one.
/// </summary>
public sealed class CoreHub : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HubDatabase _database;
    private readonly ServiceProvider _services;

    private CoreHub(string folder, HubDatabase database, Action<IServiceCollection>? more, SandboxServer? vendors, MovedClock clock)
    {
        (_folder, _database) = (folder, database);
        Clock = clock;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = database.Provider,
            ["ConnectionStrings:Integrations"] = database.ConnectionString,
            // A busy machine is no vendor that is down; tests of deadlines set their own.
            ["Vendors:InteractiveDeadline"] = "00:00:45",
        }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(clock)
            .AddLogging()
            .AddIntegrationsCore(configuration, AppContext.BaseDirectory, KnownDatabases.Choose(configuration, AppContext.BaseDirectory))
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>()
            .Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1_000)
            .WithPatientSearch();
        if (vendors is not null)
        {
            services.Configure<VendorHttpOptions>(http =>
            {
                http.SandboxOrigin = vendors.Origin;
                http.SandboxHosts.UnionWith(vendors.Hosts.All);
            });
            services.AddOptions<ProvidersOptions>().PostConfigure<IEnumerable<IConnector>>((providers, connectors) =>
            {
                foreach (var key in connectors.Select(connector => connector.Provider))
                {
                    var client = SandboxClients.For(key);
                    providers[key] = new ProviderClientOptions { ClientId = client.ClientId, ClientSecret = client.ClientSecret };
                }
            });
        }

        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public MovedClock Clock { get; }

    public Caller Admin { get; private set; } = null!;

    public Caller User { get; private set; } = null!;

    public Caller OtherUser { get; private set; } = null!;

    /// <summary>An administrator of another organization.</summary>
    public Caller Stranger { get; private set; } = null!;

    /// <param name="more">Further services.</param>
    /// <param name="vendors">Where vendors' addresses lead; null for tests that call none.</param>
    /// <param name="onPostgres">For tests of what only one database does; others run on the round's.</param>
    public static async Task<CoreHub> StartAsync(Action<IServiceCollection>? more = null, SandboxServer? vendors = null, bool? onPostgres = null)
    {
        var folder = Directory.CreateTempSubdirectory("hub-core-").FullName;
        var hub = new CoreHub(folder, await HubDatabase.CreateAsync(folder, onPostgres), more, vendors, new MovedClock());
        await hub._services.StartIntegrationsCoreAsync(CancellationToken.None);
        foreach (var service in hub._services.GetServices<IHostedService>())
        {
            // Tests run the rounds they look at; one that came by itself, on a slow machine, would have done their work before them.
            (service as BackgroundLoop)?.BeginAfter(TimeSpan.FromHours(1));
            await service.StartAsync(CancellationToken.None);
        }

        // The sandbox's clients know this callback address.
        hub.Get<PublicOrigin>().Set(new Uri("http://127.0.0.1"));
        await hub.AddOrganizationsAsync();
        return hub;
    }

    public IServiceProvider Services => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Reads or arranges rows directly.</summary>
    public async Task<TResult> WithDatabaseAsync<TResult>(Func<IntegrationsDbContext, Task<TResult>> work)
    {
        // What was only read is written while its caller goes on.
        await Get<ActivityLog>().WrittenAsync(CancellationToken.None);
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await work(db);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _services.GetServices<IHostedService>())
        {
            await loop.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task AddOrganizationsAsync()
    {
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var (ours, theirs) = (NewOrganization("Ours"), NewOrganization("Theirs"));
        db.Organizations.AddRange(ours, theirs);
        Admin = AddUser(db, ours, "admin@ours.test", Role.TenantAdmin);
        User = AddUser(db, ours, "user@ours.test", Role.User);
        OtherUser = AddUser(db, ours, "other@ours.test", Role.User);
        Stranger = AddUser(db, theirs, "admin@theirs.test", Role.TenantAdmin);
        await db.SaveChangesAsync();
    }

    private Organization NewOrganization(string name) => new() { Id = Guid.CreateVersion7(), Name = name, CreatedAt = Clock.GetUtcNow() };

    private Caller AddUser(IntegrationsDbContext db, Organization organization, string email, Role role)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organization.Id,
            DisplayName = email.Split('@')[0],
            Role = role,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = Clock.GetUtcNow(),
        };
        db.Users.Add(user);
        return new Caller(user.Id, organization.Id, role) { DisplayName = email };
    }
}

/// <summary>A clock whose time tests move by hand, while waits and deadlines run as ever: for tests that talk HTTP.</summary>
public sealed class MovedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
