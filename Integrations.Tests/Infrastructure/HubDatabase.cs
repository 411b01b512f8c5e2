using Integrations.Core.Activity;
using Integrations.Core.Storage;
using Integrations.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// The database of one hub under test: a file in the hub's folder, or, with <c>HUB_TEST_DATABASE=Postgres</c> and for tests that
/// ask for it, a migrated database of its own on the test run's PostgreSQL server.
/// </summary>
internal sealed class HubDatabase : IAsyncDisposable
{
    /// <summary>A file as a hub's start would make it: migrating is most of a start, and once is enough for all tests.</summary>
    private static readonly Lazy<Task<byte[]>> MigratedFile = new(MigrateFileAsync);

    private readonly string? _postgres;

    private HubDatabase(string provider, string connectionString, string? postgres)
    {
        (Provider, ConnectionString, _postgres) = (provider, connectionString, postgres);
    }

    /// <summary>Whether hubs that do not care run on PostgreSQL in this round.</summary>
    public static bool IsPostgresRound { get; } = Environment.GetEnvironmentVariable("HUB_TEST_DATABASE") is { Length: > 0 } named
        && (named is "Postgres" ? true : named is "Sqlite" ? false : throw new InvalidOperationException($"HUB_TEST_DATABASE is {named}; it may be Sqlite or Postgres."));

    /// <summary>As <c>Database:Provider</c> wants it.</summary>
    public string Provider { get; }

    public string ConnectionString { get; }

    /// <param name="folder">Where a file would be.</param>
    /// <param name="onPostgres">For tests of what only one database does; null for the round's.</param>
    public static async Task<HubDatabase> CreateAsync(string folder, bool? onPostgres = null)
    {
        if (onPostgres ?? IsPostgresRound)
        {
            var database = await PostgresServer.Current.CreateHubDatabaseAsync();
            return new HubDatabase("Postgres", database, database);
        }

        await File.WriteAllBytesAsync(Path.Combine(folder, "hub.db"), await MigratedFile.Value);
        // Opened anew for each context, a file's schema is read and parsed each time, and its journal written back each time it is closed.
        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "hub.db"), Pooling = true };
        return new HubDatabase("Sqlite", file.ToString(), null);
    }

    /// <summary>Brings an empty database to what a hub's start makes of it.</summary>
    internal static async Task MigrateAsync(string provider, string connectionString)
    {
        var configuration = Configuration(provider, connectionString);
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddLogging().AddMetrics()
            .AddStorage(KnownDatabases.Choose(configuration, AppContext.BaseDirectory)).AddAuditChain().BuildServiceProvider();
        await services.GetRequiredService<DatabaseStart>().MigrateAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await PostgresServer.Current.DropAsync(_postgres);
            return;
        }

        // As the hub had it. What is left in the pool keeps its file and its pages for the rest of the run.
        await using var connection = new SqliteConnection(KnownDatabases.Choose(Configuration(Provider, ConnectionString), AppContext.BaseDirectory).ConnectionString());
        SqliteConnection.ClearPool(connection);
    }

    private static IConfiguration Configuration(string provider, string connectionString) => new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Database:Provider"] = provider,
        ["ConnectionStrings:Integrations"] = connectionString,
    }).Build();

    private static async Task<byte[]> MigrateFileAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hub-template-").FullName;
        var file = Path.Combine(folder, "hub.db");
        // The last connection that closes writes everything into the one file.
        await MigrateAsync("Sqlite", new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        var migrated = await File.ReadAllBytesAsync(file);
        Directory.Delete(folder, recursive: true);
        return migrated;
    }
}
