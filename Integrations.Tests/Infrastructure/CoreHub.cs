using Integrations.Core.Activity;
using Integrations.Core.Common;
using Integrations.Core.Connections;
using Integrations.Core.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Webhooks;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// Core's services over a real SQLite file, without the web: for tests of services. Two organizations are there, each with
/// an administrator and two users, so that every list and get can be asked by the wrong one.
/// </summary>
public sealed class CoreHub : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-core-").FullName;
    private readonly ServiceProvider _services;

    private CoreHub(Action<IServiceCollection>? more, MovedClock clock)
    {
        Clock = clock;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Integrations"] = $"Data Source={Path.Combine(_folder, "hub.db")};Pooling=false",
        }).Build();
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(clock)
            .AddLogging()
            .AddMetrics()
            .AddStorage(configuration, AppContext.BaseDirectory)
            .AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider())
            .AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>()
            .AddSingleton<CredentialVault>()
            .AddSingleton<AuditLog>()
            .AddSingleton<Outbox>();
        more?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public MovedClock Clock { get; }

    public Caller Admin { get; private set; } = null!;

    public Caller User { get; private set; } = null!;

    public Caller OtherUser { get; private set; } = null!;

    /// <summary>An administrator of another organization.</summary>
    public Caller Stranger { get; private set; } = null!;

    public static async Task<CoreHub> StartAsync(Action<IServiceCollection>? more = null)
    {
        var hub = new CoreHub(more, new MovedClock());
        await hub.Get<DatabaseStart>().MigrateAsync(CancellationToken.None);
        await hub.AddOrganizationsAsync();
        return hub;
    }

    /// <summary>A service from a scope of its own, which lives as long as the hub.</summary>
    public T Get<T>()
        where T : notnull => _services.CreateScope().ServiceProvider.GetRequiredService<T>();

    /// <summary>Reads or arranges rows directly.</summary>
    public async Task<TResult> WithDatabaseAsync<TResult>(Func<IntegrationsDbContext, Task<TResult>> work)
    {
        await using var db = await Get<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await work(db);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
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

/// <summary>A clock that tests move by hand.</summary>
public sealed class MovedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}
