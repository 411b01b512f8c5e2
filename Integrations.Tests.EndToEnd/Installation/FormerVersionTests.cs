using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Integrations.Core;
using Integrations.Core.Activity;
using Integrations.Core.Connections;
using Integrations.Core.Instances;
using Integrations.Core.Linking;
using Integrations.Core.Migration;
using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Core.Storage.KeyRing;
using Integrations.Core.VendorEvents;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.EndToEnd.Installation;

/// <summary>A database that the former version made and filled is brought up to date, and everything in it is read afterwards.</summary>
public sealed class FormerVersionTests(PostgresServer postgres) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-former-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, Proves("D7")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DatabaseOfTheFormerVersion_IsCopied_BroughtUpToDate_AndItsDataIsRead(bool onPostgres)
    {
        var backups = Path.Combine(_folder, "copies");
        await using var hub = Former(onPostgres, await FormerVersion.DatabaseAsync(onPostgres, _folder, postgres)).With("Database:UpgradeBackups", backups);
        using var caller = await SignedInAsync(hub, "admin@acme.test");

        await ReadAllAsync(hub, caller);
        await using var db = await hub.Services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        if (!db.Database.GetMigrations().Any(id => string.CompareOrdinal(id, FormerVersion.LastMigration(onPostgres)) > 0))
        {
            // Nothing was migrated, and the former program still reads the database itself.
            Assert.False(Directory.Exists(backups));
            return;
        }

        var copy = Assert.Single(Directory.GetFiles(backups));
        await using var archive = await System.IO.Compression.ZipFile.OpenReadAsync(copy);
        using var manifest = await JsonDocument.ParseAsync(await archive.GetEntry("manifest.json")!.OpenAsync());
        // The former program itself can take it back.
        Assert.EndsWith("_ChainAuditEntries", manifest.RootElement.GetProperty("migrations").EnumerateArray().Last().GetString(), StringComparison.Ordinal);
    }

    [Theory, Proves("D6")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ArchiveOfTheFormerVersion_IsRestored_BroughtUpToDate_AndItsDataIsRead(bool onPostgres)
    {
        var connection = onPostgres ? await postgres.CreateDatabaseAsync() : $"Data Source={Path.Combine(_folder, "hub.db")};Pooling=false";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = onPostgres ? "Postgres" : "Sqlite",
            ["ConnectionStrings:Integrations"] = connection,
            ["KeyRing:Key"] = FormerVersion.MasterKey,
        }).Build();
        var database = KnownDatabases.Choose(configuration, _folder);
        await using (var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddIntegrationsCore(configuration, _folder, database).AddKeyRing(configuration, _folder, database, mayCreateKeyFile: false).BuildServiceProvider())
        {
            var restored = await services.GetRequiredService<HubBackup>().RestoreAsync(FormerVersion.Archive(onPostgres), replace: false, CancellationToken.None);
            Assert.True(restored.IsSuccess, restored.Failure?.Message);
            Assert.Equal((4, 4), restored.Value.Credentials);
        }

        await using var hub = Former(onPostgres, connection);
        using var caller = await SignedInAsync(hub, "admin@acme.test");
        await ReadAllAsync(hub, caller);
    }

    [Fact, Proves("D7")]
    public async Task WithoutACopy_NothingIsChanged_AndTheStartEndsAndSaysWhatToDo()
    {
        var connection = await FormerVersion.DatabaseAsync(onPostgres: false, _folder, postgres);
        await using var sqlite = new Microsoft.Data.Sqlite.SqliteConnection(connection);
        await sqlite.OpenAsync();
        await using var history = sqlite.CreateCommand();
        // Older than any program of today, whatever migrations that has.
        history.CommandText = """DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = (SELECT max("MigrationId") FROM "__EFMigrationsHistory")""";
        await history.ExecuteNonQueryAsync();
        history.CommandText = """SELECT group_concat("MigrationId") FROM "__EFMigrationsHistory" """;
        var before = await history.ExecuteScalarAsync();
        var inTheWay = Path.Combine(_folder, "copies");
        await File.WriteAllTextAsync(inTheWay, "no folder");

        var (code, said) = await WebProcess.RunToEndAsync(
            [WebProcess.Program()],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Integrations"] = connection,
                ["KeyRing__Key"] = FormerVersion.MasterKey,
                ["Database__UpgradeBackups"] = inTheWay,
            });

        Assert.Equal(78, code);
        Assert.Contains("Database:UpgradeBackups", said, StringComparison.Ordinal);
        Assert.Equal(before, await history.ExecuteScalarAsync());
    }

    private static HubApp Former(bool onPostgres, string connection) => new HubApp()
        .With("Database:Provider", onPostgres ? "Postgres" : "Sqlite")
        .With("ConnectionStrings:Integrations", connection)
        .With("KeyRing:Key", FormerVersion.MasterKey)
        .With("Demo:Seed", "false");

    private static async Task<HttpClient> SignedInAsync(HubApp hub, string email)
    {
        var client = hub.Anonymous();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await hub.TokenForAsync(email));
        return client;
    }

    /// <summary>By services and routes, as people and programs would.</summary>
    private static async Task ReadAllAsync(HubApp hub, HttpClient caller)
    {
        var services = hub.Services;
        await using var db = await services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>().CreateDbContextAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());

        var connections = await db.Connections.AsNoTracking().Where(c => c.Ciphertext != null).ToListAsync();
        Assert.Equal(4, connections.Count);
        Assert.All(connections, connection => Assert.NotNull(services.GetRequiredService<CredentialVault>().OpenFields(connection)));
        Assert.Equal(2, await db.LegacyCredentials.CountAsync());
        Assert.Equal(1, await db.InboundAddresses.CountAsync());

        // The stored GitHub token opens the same account as before, at the sandbox that plays the vendor.
        var admin = await OAuthPerson.CallerOfAsync(services, "admin@acme.test");
        var github = await db.Instances.AsNoTracking().SingleAsync(i => i.ProviderKey == "github");
        Assert.Equal("Former github", github.Name);
        using var opened = (await services.GetRequiredService<VendorSessions>().OpenAsync(admin, github.Id, background: false, CancellationToken.None)).Match(open => open, failure => throw new InvalidOperationException(failure.Message));
        var account = await opened.Entry.Connector.GetAccountAsync(opened.Session, CancellationToken.None);
        Assert.True(account.IsSuccess, account.Failure?.Message);

        var link = await db.Links.AsNoTracking().SingleAsync();
        Assert.Equal("Weekly product sync", link.Title);
        Assert.True(await db.Meetings.AnyAsync(m => m.Title == "Weekly product sync"));
        var listed = await caller.GetFromJsonAsync<JsonElement>(new Uri("/api/tenant/integrations", UriKind.Relative));
        Assert.Contains("Former slack", listed.ToString(), StringComparison.Ordinal);

        await foreach (var chain in services.GetRequiredService<AuditVerifier>().VerifyAllAsync(AuditHeadsSeen.None, CancellationToken.None))
        {
            Assert.Null(chain.BrokenAt);
        }
    }
}
