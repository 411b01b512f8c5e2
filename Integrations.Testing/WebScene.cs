using System.Security.Claims;
using System.Security.Cryptography;
using Integrations.Core;
using Integrations.Core.Activity;
using Integrations.Core.Catalog;
using Integrations.Core.Identity;
using Integrations.Core.Identity.Jwt;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Instances;
using Integrations.Core.Management;
using Integrations.Core.Permissions;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Integrations.Testing;

/// <summary>A database with an organization, people and integrations, to start the real web program on; Core looks at the same database with the same keys.</summary>
internal sealed class WebScene : IAsyncDisposable
{
    public const string ListPath = "/api/tenant/integrations?limit=20";

    private readonly string _folder;
    private readonly ServiceProvider _services;
    private readonly Dictionary<string, string> _settings;
    private readonly List<User> _people = [];

    private WebScene(string folder, Dictionary<string, string> database, IReadOnlyDictionary<string, string>? more)
    {
        _folder = folder;
        _settings = new(database, StringComparer.Ordinal)
        {
            ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            ["Demo__Seed"] = "false",
            ["Sandbox__Enabled"] = "false",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };
        foreach (var (name, value) in more ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            _settings[name] = value;
        }

        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(_settings.Select(setting => KeyValuePair.Create(setting.Key.Replace("__", ":", StringComparison.Ordinal), (string?)setting.Value))).Build();
        var choice = KnownDatabases.Choose(configuration, _folder);
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging()
            .AddIntegrationsCore(configuration, _folder, choice)
            .AddKeyRing(configuration, _folder, choice, mayCreateKeyFile: false)
            .AddAccess()
            .BuildServiceProvider();
    }

    public string ConnectionString => _settings["ConnectionStrings__Integrations"];

    public Caller Admin => CallerOf(_people[0]);

    /// <summary>All people as a browser has them, with a password given just now.</summary>
    public IEnumerable<Caller> InSession() => _people.Select(person => CallerOf(person) with { SessionId = Guid.NewGuid(), AuthenticatedAt = TimeProvider.System.GetUtcNow() });

    /// <param name="databases">Where the data goes.</param>
    /// <param name="people">Administrators of the one organization: a principal's requests are limited, so a load comes from many.</param>
    /// <param name="integrations">How many are enabled from the start.</param>
    /// <param name="settings">More configuration, as environment variables.</param>
    public static async Task<WebScene> CreateAsync(RunDatabases databases, int people, int integrations = 40, IReadOnlyDictionary<string, string>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("hub-scene-").FullName;
        var scene = new WebScene(folder, await databases.CreateForProcessAsync(folder), settings);
        await scene._services.StartIntegrationsCoreAsync(CancellationToken.None);

        // The first use writes the key ring; it must not happen inside another write.
        _ = scene.Get<IDataProtectionProvider>().CreateProtector("bench").Protect("bench");
        // What is done is told to the activity log, and waits until it is written.
        await scene.Get<ActivityLog>().StartAsync(CancellationToken.None);
        await scene.FillAsync(people, integrations);
        return scene;
    }

    public IServiceProvider Services => _services;

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<IntegrationsDbContext> DatabaseAsync() => Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();

    /// <param name="page">What is served once it is ready.</param>
    /// <param name="folder">The process's own, for what each node keeps to itself; null shares the database's.</param>
    public Task<WebProcess> StartAsync(string page = "/health/ready", string? folder = null) => WebProcess.StartAsync(
        [WebProcess.Program()],
        folder is null ? _settings : new Dictionary<string, string>(_settings, StringComparer.Ordinal) { ["Connections__JournalFolder"] = Path.Combine(_folder, folder) },
        page);

    /// <summary>An access token for each of the people, made with the same key that the web program verifies with.</summary>
    public async Task<IReadOnlyList<string>> TokensAsync()
    {
        var (keys, options) = (Get<SigningKeys>(), Get<IOptions<AccessOptions>>().Value);
        var format = new AccessTokenFormat(options.Issuer, options.Audience);
        var now = DateTimeOffset.UtcNow;
        var tokens = new List<string>(_people.Count);
        foreach (var person in _people)
        {
            var claims = new AccessTokenClaims(
                person.Id.ToString("D"), person.OrganizationId, Roles.Including(person.Role, person.OrganizationId is not null), Guid.CreateVersion7(now), now, now + options.AccessTokenLifetime)
            {
                AuthenticatedAt = now,
                Stamp = AccessTokenFormat.StampOf(person.SecurityStamp!),
            };
            tokens.Add(await keys.SignAsync(format, claims, CancellationToken.None));
        }

        return tokens;
    }

    /// <summary>A session cookie for each of the people, made with the same keys: a thousand sign-ins would be refused as guesses.</summary>
    public async Task<IReadOnlyList<string>> CookiesAsync()
    {
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var format = new TicketDataFormat(Get<IDataProtectionProvider>().CreateProtector("Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationMiddleware", Scheme, "v2"));
        var now = DateTimeOffset.UtcNow;
        var until = now.AddHours(8);
        var cookies = new List<string>(_people.Count);
        await using var db = await DatabaseAsync();
        foreach (var person in _people)
        {
            var session = new Session { Id = Guid.CreateVersion7(now), UserId = person.Id, AuthenticatedAt = now, CreatedAt = now, ExpiresAt = until, LastSeenAt = now };
            db.Sessions.Add(session);
            var identity = new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, person.Id.ToString("D")), new("sid", session.Id.ToString("D")), new("stp", AccessTokenFormat.StampOf(person.SecurityStamp!))], Scheme);
            var ticket = new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = until }, Scheme);
            // A hub without a public origin is being tried on loopback: its cookies have no prefix.
            cookies.Add($"hub-session={format.Protect(ticket)}");
        }

        await db.SaveChangesAsync();
        return cookies;
    }

    public async ValueTask DisposeAsync()
    {
        await Get<ActivityLog>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static Caller CallerOf(User user) => new(user.Id, user.OrganizationId, user.Role) { DisplayName = user.DisplayName };

    private async Task FillAsync(int people, int integrations)
    {
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var now = DateTimeOffset.UtcNow;
        var organization = new Organization { Id = Guid.CreateVersion7(), Name = "Bench", CreatedAt = now };
        db.Organizations.Add(organization);
        for (var i = 0; i < people; i++)
        {
            var email = $"admin{i}@bench.test";
            _people.Add(new User
            {
                Id = Guid.CreateVersion7(),
                OrganizationId = organization.Id,
                DisplayName = $"Admin {i}",
                Role = Role.TenantAdmin,
                UserName = email,
                NormalizedUserName = email.ToUpperInvariant(),
                Email = email,
                NormalizedEmail = email.ToUpperInvariant(),
                SecurityStamp = Guid.NewGuid().ToString("N"),
                CreatedAt = now,
            });
        }

        db.Users.AddRange(_people);
        await db.SaveChangesAsync();
        var providers = await db.Providers.OrderBy(provider => provider.Key).Select(provider => provider.Key).ToListAsync();
        var offered = providers.Where(key => key != "google_meet").ToList();
        for (var i = 0; i < integrations; i++)
        {
            var created = await Get<InstanceService>().CreateAsync(
                Admin, new NewInstance(offered[i % offered.Count], InstanceLevel.Organization, new InstanceChanges { Name = $"Integration {i:00}", Description = "One of a full page of them." }), CancellationToken.None);
            if (!created.IsSuccess)
            {
                throw new InvalidOperationException(created.Failure!.Message);
            }
        }
    }
}
