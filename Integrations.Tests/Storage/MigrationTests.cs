using Integrations.Core.Storage;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Storage;

public sealed class MigrationTests(PostgresServer postgres)
{
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
        var folder = Directory.CreateTempSubdirectory("hub-db-");
        try
        {
            await MigratesOnce("Sqlite", $"Data Source={Path.Combine(folder.FullName, "hub.db")};Pooling=false");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
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

    private static ServiceProvider Storage(string provider, string connection)
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
            .AddStorage(configuration, AppContext.BaseDirectory)
            .BuildServiceProvider();
    }
}
