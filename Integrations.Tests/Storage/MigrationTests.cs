using System.Security.Cryptography;
using Integrations.Core.Activity;
using Integrations.Core.Storage;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Integrations.Web.Hosting.Commands;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Storage;

public sealed class MigrationTests(PostgresServer postgres)
{
    private const string Future = "99991231235959_WhatIsToCome";

    [Theory]
    [InlineData("Sqlite", "Data Source=:memory:")]
    [InlineData("Postgres", "Host=nowhere.invalid;Database=hub")]
    public async Task Model_AsItIsNow_HasNoChangeThatAMigrationLacks(string provider, string connection)
    {
        await using var services = Storage(provider, connection);
        await using var db = await Contexts(services).CreateDbContextAsync();

        Assert.False(db.Database.HasPendingModelChanges(), "Run scripts/add-migration with a name that says what changed.");
    }

    [Fact]
    public async Task Migrate_EmptyPostgres_ThenAgain_AppliesEachMigrationOnce()
    {
        await MigratesOnce("Postgres", await postgres.CreateDatabaseAsync());
    }

    [Fact]
    public async Task Migrate_EmptySqlite_ThenAgain_AppliesEachMigrationOnce()
    {
        using var folder = new Folder();
        await MigratesOnce("Sqlite", folder.Database);
    }

    [Fact, Proves("D7")]
    public async Task DatabaseOfANewerProgram_IsRefused_OnPostgres() => await RefusesNewer("Postgres", await postgres.CreateDatabaseAsync());

    [Fact, Proves("D7")]
    public async Task DatabaseOfANewerProgram_IsRefused_OnSqlite()
    {
        using var folder = new Folder();
        await RefusesNewer("Sqlite", folder.Database);
    }

    [Fact]
    public async Task Migrate_DatabaseThatKnowsTheMigrationsBeforeTheFirst_OnPostgres_IsUpToDate() => await TakesOldMigrationsForItsOwn("Postgres", await postgres.CreateDatabaseAsync());

    [Fact]
    public async Task Migrate_DatabaseThatKnowsTheMigrationsBeforeTheFirst_OnSqlite_IsUpToDate()
    {
        using var folder = new Folder();
        await TakesOldMigrationsForItsOwn("Sqlite", folder.Database);
    }

    [Fact, Proves("D7")]
    public async Task DatabaseOfANewerProgram_EndsTheStart_WithItsOwnCodeAndAMessage()
    {
        using var folder = new Folder();
        await using (var services = Storage("Sqlite", folder.Database))
        {
            await services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
            await AddMigrationOfTheFutureAsync(services);
        }

        var (code, said) = await WebProcess.RunToEndAsync(
            [WebProcess.Program()],
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Integrations"] = folder.Database,
                ["KeyRing__Key"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            });

        Assert.Equal(ExitCodes.Configuration, code);
        Assert.Contains(Future, said, StringComparison.Ordinal);
    }

    [Fact, Proves("D7")]
    public async Task TwoThatStartTogether_MigrateAnEmptyDatabaseOnce_OnPostgres() => await MigrateTogether("Postgres", await postgres.CreateDatabaseAsync());

    [Fact, Proves("D7")]
    public async Task TwoThatStartTogether_MigrateAnEmptyDatabaseOnce_OnSqlite()
    {
        using var folder = new Folder();
        await MigrateTogether("Sqlite", folder.Database);
    }

    [Fact, Proves("D7")]
    public async Task LockThatAKilledProcessLeftInAFile_HoldsNobodyUp()
    {
        using var folder = new Folder();
        await using var services = Storage("Sqlite", folder.Database);
        await using (var db = await Contexts(services).CreateDbContextAsync())
        {
            // As EF's lock of SQLite writes it, the moment before a process is killed.
            await db.Database.ExecuteSqlAsync($"""CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL)""");
            await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsLock" ("Id", "Timestamp") VALUES (1, '2026-01-01 00:00:00+00:00')""");
        }

        await services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);

        await using var migrated = await Contexts(services).CreateDbContextAsync();
        Assert.Empty(await migrated.Database.GetPendingMigrationsAsync());
    }

    [Theory, Proves("D7")]
    [InlineData("Sqlite", "Data Source=:memory:")]
    [InlineData("Postgres", "Host=nowhere.invalid;Database=hub")]
    public async Task MigrationsAfterTheFirst_TakeNothingAway(string provider, string connection)
    {
        await using var services = Storage(provider, connection);
        await using var db = await Contexts(services).CreateDbContextAsync();
        var assembly = db.GetService<IMigrationsAssembly>();

        // The version before goes on reading and writing what it knows; what no one needs any more goes one version later, named here.
        var taken = assembly.Migrations.OrderBy(m => m.Key, StringComparer.Ordinal).Skip(1)
            .SelectMany(m => assembly.CreateMigration(m.Value, db.Database.ProviderName!).UpOperations.Where(TakesAway).Select(o => $"{m.Key}: {o.GetType().Name}"));
        Assert.Empty(taken);
    }

    /// <summary>What a program of the version before would stumble over.</summary>
    private static bool TakesAway(MigrationOperation operation) => operation is
        DropTableOperation or DropColumnOperation or RenameTableOperation or RenameColumnOperation
        or AddColumnOperation { IsNullable: false, DefaultValue: null, DefaultValueSql: null };

    private static async Task RefusesNewer(string provider, string connection)
    {
        await using var services = Storage(provider, connection);
        var start = services.GetRequiredService<DatabaseStart>();
        await start.MigrateAsync(CancellationToken.None);
        await AddMigrationOfTheFutureAsync(services);

        var refused = await Assert.ThrowsAsync<UnknownSchemaException>(() => start.MigrateAsync(CancellationToken.None));

        Assert.Equal([Future], refused.Migrations);
        Assert.Contains(Future, refused.Message, StringComparison.Ordinal);
    }

    private static async Task TakesOldMigrationsForItsOwn(string provider, string connection)
    {
        await using var services = Storage(provider, connection);
        var start = services.GetRequiredService<DatabaseStart>();
        await start.MigrateAsync(CancellationToken.None);
        await using (var db = await Contexts(services).CreateDbContextAsync())
        {
            await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20261125115931_AddBatches', '10.0.14')""");
        }

        await start.MigrateAsync(CancellationToken.None);
    }

    private static async Task AddMigrationOfTheFutureAsync(ServiceProvider services)
    {
        await using var db = await Contexts(services).CreateDbContextAsync();
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ({Future}, '99.0.0')""");
    }

    private static async Task MigrateTogether(string provider, string connection)
    {
        await using var one = Storage(provider, connection);
        await using var other = Storage(provider, connection);

        await Task.WhenAll(new[] { one, other }.Select(services => Task.Run(() => services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None))));

        await using var db = await Contexts(one).CreateDbContextAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
    }

    private static async Task MigratesOnce(string provider, string connection)
    {
        await using var services = Storage(provider, connection);
        var start = services.GetRequiredService<DatabaseStart>();
        await start.MigrateAsync(CancellationToken.None);
        await start.MigrateAsync(CancellationToken.None);

        await using var db = await Contexts(services).CreateDbContextAsync();
        Assert.Empty(await db.Database.GetPendingMigrationsAsync());
        Assert.NotEmpty(await db.Database.GetAppliedMigrationsAsync());
    }

    private static IDbContextFactory<IntegrationsDbContext> Contexts(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<IntegrationsDbContext>>();

    internal static ServiceProvider Storage(string provider, string connection)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Database:Provider"] = provider,
            ["ConnectionStrings:Integrations"] = connection,
        }).Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton(TimeProvider.System)
            .AddLogging()
            .AddMetrics()
            .AddStorage(KnownDatabases.Choose(configuration, AppContext.BaseDirectory)).AddAuditChain()
            .BuildServiceProvider();
    }

    /// <summary>A place for a SQLite file, gone with the test.</summary>
    private sealed class Folder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hub-db-");

        public string Database => $"Data Source={Path.Combine(_folder.FullName, "hub.db")};Pooling=false";

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
