using Integrations.Core;
using Integrations.Core.Connections;
using Integrations.Core.Identity.Organizations;
using Integrations.Core.Storage;
using Integrations.Core.Storage.KeyRing;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>The key ring that the former version wrote, with code of its own, is read and gone on with by the package that keeps it now.</summary>
public sealed class FormerKeyRingTests(PostgresServer postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-ring-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, Proves("T2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task KeysOfTheFormerVersion_OpenWhatTheyProtected_AndANewKeyIsKeptBesideThem(bool onPostgres)
    {
        var connection = await FormerVersion.DatabaseAsync(onPostgres, _folder, postgres);
        await using var first = Hub(onPostgres, connection);
        await first.GetRequiredService<DatabaseStart>().MigrateAsync(default);
        var former = await RingAsync(first);
        Assert.NotEmpty(former);

        var keys = first.GetRequiredService<IKeyManager>();
        Assert.Equal(former.Count, keys.GetAllKeys().Count);
        Assert.All(keys.GetAllKeys(), key => Assert.NotNull(key.Descriptor));
        Assert.Equal(4, await OpenedAsync(first));
        // Reading has written nothing.
        Assert.Equal(former, await RingAsync(first));

        var added = keys.CreateNewKey(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(90));
        var ciphertext = first.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("x");

        // As the next start sees it.
        await using var second = Hub(onPostgres, connection);
        var ring = await RingAsync(second);
        Assert.Equal(former, ring[..former.Count]);
        var stored = Assert.Single(ring[former.Count..]);
        Assert.Contains("sealedKey", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("<masterKey", stored, StringComparison.Ordinal);
        Assert.Contains(second.GetRequiredService<IKeyManager>().GetAllKeys(), key => key.KeyId == added.KeyId && key.Descriptor is not null);
        Assert.Equal("x", second.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(ciphertext));
        Assert.Equal(4, await OpenedAsync(second));
    }

    [Fact]
    public async Task SaveChanges_ThatBlocks_IsForTheKeyRingOnly()
    {
        await using var hub = await CoreHub.StartAsync();
        await hub.WithDatabaseAsync(db =>
        {
            db.Organizations.Add(new Integrations.Core.Identity.Organizations.Organization { Id = Guid.CreateVersion7(), Name = "Blocked", CreatedAt = hub.Clock.GetUtcNow() });
            return Task.FromResult(Assert.Throws<NotSupportedException>(() => db.SaveChanges()));
        });
    }

    private static async Task<int> OpenedAsync(ServiceProvider hub)
    {
        await using var db = await hub.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        var vault = hub.GetRequiredService<CredentialVault>();
        return (await db.Connections.AsNoTracking().Where(c => c.Ciphertext != null).ToListAsync()).Count(c => vault.OpenFields(c) is not null);
    }

    private static async Task<List<string>> RingAsync(ServiceProvider hub)
    {
        await using var db = await hub.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        return await db.DataProtectionKeys.AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml!).ToListAsync();
    }

    private ServiceProvider Hub(bool onPostgres, string connection)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = onPostgres ? "Postgres" : "Sqlite",
            ["ConnectionStrings:Integrations"] = connection,
            ["Database:UpgradeBackups"] = "none",
            ["KeyRing:Key"] = FormerVersion.MasterKey,
        }).Build();
        var database = KnownDatabases.Choose(configuration, _folder);
        return new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddIntegrationsCore(configuration, _folder, database).AddKeyRing(configuration, _folder, database, mayCreateKeyFile: false).BuildServiceProvider();
    }
}
