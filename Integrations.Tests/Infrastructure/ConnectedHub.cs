using Integrations.Connectors.Http;
using Integrations.Core;
using Integrations.Core.Activity;
using Integrations.Core.Connections.OAuth;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Primitives;
using Integrations.Sandbox;
using Integrations.Sandbox.Accounts;
using Integrations.Testing;
using Integrations.Tests.Connectors;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// All of Core over a real database, with the vendor sandbox over real HTTP and background services running. Two
/// organizations are there; each test makes its own integrations in them.
/// </summary>
public sealed class ConnectedHub : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-connected-").FullName;
    private HubDatabase? _database;
    private ServiceProvider _services = null!;
    private Dictionary<string, string?> _settings = new(StringComparer.Ordinal);

    /// <summary>Set before the start: everything that is logged, at Trace, lands here.</summary>
    public LogCapture? Logs { get; init; }

    /// <summary>For tests of what only one database does; null for the round's.</summary>
    public bool? OnPostgres { get; init; }

    /// <summary>Set before the start: put among the hub's own services.</summary>
    public Action<IServiceCollection>? More { get; init; }

    /// <summary>Set before the start: the sandbox is reached as an operator of a hub in Production leads providers to one, by settings alone.</summary>
    public bool BySettings { get; init; }

    public SandboxServer Sandbox { get; private set; } = null!;

    public Caller Admin { get; private set; } = null!;

    public Caller User { get; private set; } = null!;

    public Caller OtherUser { get; private set; } = null!;

    /// <summary>An administrator of another organization.</summary>
    public Caller Stranger { get; private set; } = null!;

    /// <summary>A signed-in person who belongs to no organization.</summary>
    public Caller Nobody { get; private set; } = null!;

    public IServiceProvider Services => _services;

    /// <summary>Another process on the same database and vendors: its own services, the same file.</summary>
    public static async Task<ConnectedHub> SecondProcessOfAsync(ConnectedHub first)
    {
        var second = new ConnectedHub
        {
            Sandbox = first.Sandbox,
            _settings = first._settings,
            Admin = first.Admin,
            User = first.User,
        };
        second._services = second.Build(first._folder, first.Get<IDataProtectionProvider>());
        await second.StartServicesAsync();
        return second;
    }

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxPool.RentAsync();
        _database = await HubDatabase.CreateAsync(_folder, OnPostgres);
        _settings["Database:Provider"] = _database.Provider;
        _settings["ConnectionStrings:Integrations"] = _database.ConnectionString;
        _services = Build(_folder, new EphemeralDataProtectionProvider());
        await _services.StartIntegrationsCoreAsync(CancellationToken.None);
        await StartServicesAsync();
        await AddOrganizationsAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<TResult> WithDatabaseAsync<TResult>(Func<IntegrationsDbContext, Task<TResult>> work)
    {
        await Get<ActivityLog>().WrittenAsync(CancellationToken.None);
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await work(db);
    }

    /// <summary>What to paste for a sandbox account.</summary>
    public IReadOnlyDictionary<string, string> Credential(string provider, string kind, SandboxBehaviour behaviour = SandboxBehaviour.Healthy) =>
        Sandbox.Credentials.First(c => c.Provider == provider && c.Kind == kind && c.Behaviour == behaviour).Fields;

    /// <summary>An integration that is connected with pasted credentials.</summary>
    public async Task<Guid> ConnectAsync(Caller caller, string provider, string kind, SandboxBehaviour behaviour = SandboxBehaviour.Healthy)
    {
        var request = new CreateIntegration(provider, $"{provider} {Guid.NewGuid():N}", Credential(provider, kind, behaviour));
        var actions = Get<IntegrationActions>();
        var created = caller == Admin
            ? await actions.CreateOrganizationIntegrationAsync(caller, request, CancellationToken.None)
            : await actions.CreateUserIntegrationAsync(caller, request, CancellationToken.None);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value;
    }

    /// <summary>A pending integration of a provider.</summary>
    public async Task<Guid> EnableAsync(Caller caller, string provider, InstanceChanges? values = null)
    {
        var created = await Get<InstanceService>().CreateAsync(
            caller,
            new NewInstance(provider, caller == Admin ? InstanceLevel.Organization : InstanceLevel.User, (values ?? new InstanceChanges()) with { Name = $"{provider} {Guid.NewGuid():N}" }),
            CancellationToken.None);
        Assert.True(created.IsSuccess, created.Failure?.ToString());
        return created.Value.Id;
    }

    /// <summary>An integration connected by signing in at the sandbox.</summary>
    public async Task<Guid> SignInAtVendorAsync(Caller caller, string provider)
    {
        var id = await EnableAsync(caller, provider);
        var end = await SignInAtVendorAsync(caller, provider, id);
        Assert.True(end.Failure is null, end.Failure?.ToString());
        return id;
    }

    public async Task<FlowEnd> SignInAtVendorAsync(Caller caller, string provider, Guid instanceId, bool allowAccountChange = false, SandboxBehaviour behaviour = SandboxBehaviour.Healthy, int account = 0)
    {
        var flow = Get<OAuthFlow>();
        var offered = Sandbox.Credentials.Where(c => c.Provider == provider && c.Kind == "oauth2" && c.Behaviour == behaviour).ElementAt(account);
        // What some vendors have to be told before one signs in, such as which site.
        var typed = offered.Fields.Where(field => field.Key != "account").ToDictionary(StringComparer.Ordinal);
        var request = new FlowRequest("/integrations") { BrowserKey = "this-browser", AllowAccountChange = allowAccountChange, Fields = typed };
        var started = await flow.StartAsync(caller, instanceId, request, CancellationToken.None);
        Assert.True(started.IsSuccess, started.Failure?.ToString());
        var email = offered.Account;
        using var browser = Tests.Sandbox.SandboxConsent.Browser();
        var scopes = System.Web.HttpUtility.ParseQueryString(new Uri(started.Value.AuthorizationUrl).Query)["scope"] ?? "";
        var back = await Tests.Sandbox.SandboxConsent.AllowAsync(browser, new Uri(started.Value.AuthorizationUrl), new SandboxAccount(email, email, behaviour), scopes.Split(' ', ','));
        return await flow.CompleteAsync(
            new FlowCallback { Code = back.Code, State = back.State, Error = back.Error, BrowserKey = "this-browser", SignedInUser = caller.UserId }, null, null, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        // A second process has the first one's database and sandbox.
        if (_database is not null)
        {
            await _database.DisposeAsync();
            SandboxPool.Return(Sandbox);
        }

        if (_folder.Length > 0 && Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private ServiceProvider Build(string folder, IDataProtectionProvider protection)
    {
        _settings["OAuth:ConfirmTokenStarted"] = "false";
        // A busy machine is no vendor that is down; tests of deadlines set their own.
        _settings["Vendors:InteractiveDeadline"] = "00:00:45";
        // The receivers of webhooks are on loopback here.
        _settings["Egress:AllowedPrivateNetworks:0"] = "127.0.0.1/32";
        foreach (var key in BySettings ? Sandbox.Credentials.Select(credential => credential.Provider).Distinct(StringComparer.Ordinal) : [])
        {
            _settings[$"Providers:{key}:BaseUrl"] = $"{Sandbox.Origin.GetLeftPart(UriPartial.Authority)}/sandbox/{{host}}";
        }

        var configuration = new ConfigurationBuilder().AddInMemoryCollection(_settings).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging =>
            {
                if (Logs is not null)
                {
                    logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs);
                }
            })
            .AddSingleton(protection)
            .AddIntegrationsCore(configuration, folder, KnownDatabases.Choose(configuration, folder))
            .WithPatientSearch();
        services.PostConfigure<VendorHttpOptions>(vendors =>
        {
            if (BySettings)
            {
                return;
            }

            vendors.SandboxOrigin = Sandbox.Origin;
            vendors.SandboxHosts.UnionWith(Sandbox.Hosts.All);
        });
        services.AddOptions<Integrations.Core.Catalog.ProvidersOptions>().PostConfigure<IEnumerable<Integrations.Connectors.Contracts.IConnector>>((providers, connectors) =>
        {
            foreach (var key in connectors.Select(c => c.Provider))
            {
                var client = SandboxClients.For(key);
                var options = providers.TryGetValue(key, out var given) ? given : providers[key] = new Integrations.Core.Catalog.ProviderClientOptions();
                (options.ClientId, options.ClientSecret) = (client.ClientId, client.ClientSecret);
            }
        });
        More?.Invoke(services);
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<PublicOrigin>().Set(new Uri("http://127.0.0.1:5080"));
        return provider;
    }

    private async Task StartServicesAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    private async Task AddOrganizationsAsync()
    {
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var ours = new Organization { Id = Guid.CreateVersion7(), Name = "Ours", CreatedAt = DateTimeOffset.UtcNow };
        var theirs = new Organization { Id = Guid.CreateVersion7(), Name = "Theirs", CreatedAt = DateTimeOffset.UtcNow };
        db.Organizations.AddRange(ours, theirs);
        Admin = AddUser(db, ours.Id, "admin@ours.test", Role.TenantAdmin);
        User = AddUser(db, ours.Id, "user@ours.test", Role.User);
        OtherUser = AddUser(db, ours.Id, "other@ours.test", Role.User);
        Stranger = AddUser(db, theirs.Id, "admin@theirs.test", Role.TenantAdmin);
        Nobody = AddUser(db, null, "nobody@nowhere.test", Role.User);
        await db.SaveChangesAsync();
    }

    private static Caller AddUser(IntegrationsDbContext db, Guid? organizationId, string email, Role role)
    {
        var user = new User
        {
            Id = Guid.CreateVersion7(),
            OrganizationId = organizationId,
            DisplayName = email.Split('@')[0],
            Role = role,
            UserName = email,
            NormalizedUserName = email.ToUpperInvariant(),
            Email = email,
            NormalizedEmail = email.ToUpperInvariant(),
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAt = DateTimeOffset.UtcNow,
        };
        db.Users.Add(user);
        return new Caller(user.Id, organizationId, role) { DisplayName = email };
    }
}
