using Microsoft.Data.Sqlite;

namespace Integrations.Tests.Infrastructure;

/// <summary>
/// The database of one hub under test: a file in the hub's folder, or, with <c>HUB_TEST_DATABASE=Postgres</c> and for tests that
/// ask for it, a migrated database of its own on the test run's PostgreSQL server.
/// </summary>
internal sealed class HubDatabase : IAsyncDisposable
{
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
    /// <param name="pooled">Whether connections to a file are kept open.</param>
    public static async Task<HubDatabase> CreateAsync(string folder, bool? onPostgres = null, bool pooled = false)
    {
        if (onPostgres ?? IsPostgresRound)
        {
            var database = await PostgresServer.Current.CreateHubDatabaseAsync();
            return new HubDatabase("Postgres", database, database);
        }

        var file = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "hub.db"), Pooling = pooled };
        return new HubDatabase("Sqlite", file.ToString(), null);
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await PostgresServer.Current.DropAsync(_postgres);
        }
    }
}
