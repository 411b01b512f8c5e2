using Npgsql;

namespace Integrations.Testing;

/// <summary>Where a verb's hubs keep their data: each in a SQLite file, or each in a database of a PostgreSQL server of the run's own.</summary>
internal sealed class RunDatabases : IAsyncDisposable
{
    private readonly PostgresProcess? _postgres;

    private RunDatabases(PostgresProcess? postgres, string name)
    {
        _postgres = postgres;
        Name = name;
    }

    /// <summary>For titles.</summary>
    public string Name { get; }

    public bool IsPostgres => _postgres is not null;

    public static RunDatabases Sqlite() => new(null, "SQLite");

    /// <summary>A server that waits for the disk at every commit, as it does when no one says otherwise.</summary>
    public static async Task<RunDatabases> PostgresAsync()
    {
        var postgres = await PostgresProcess.StartAsync(isDurable: true);
        await using var connection = new NpgsqlConnection(postgres.ConnectionString("postgres"));
        await connection.OpenAsync();
        return new RunDatabases(postgres, $"PostgreSQL {connection.PostgreSqlVersion.Major}");
    }

    /// <summary>A fresh database.</summary>
    /// <param name="folder">Where a SQLite file goes.</param>
    /// <returns>The settings that point a hub to it, named as configuration keys.</returns>
    public async Task<Dictionary<string, string>> CreateAsync(string folder) => _postgres is null
        ? new(StringComparer.Ordinal) { ["ConnectionStrings:Integrations"] = $"Data Source={Path.Combine(folder, "hub.db")}" }
        : new(StringComparer.Ordinal) { ["Database:Provider"] = "Postgres", ["ConnectionStrings:Integrations"] = await _postgres.CreateDatabaseAsync() };

    /// <summary>The same, named as environment variables.</summary>
    public async Task<Dictionary<string, string>> CreateForProcessAsync(string folder) =>
        (await CreateAsync(folder)).ToDictionary(setting => setting.Key.Replace(":", "__", StringComparison.Ordinal), setting => setting.Value, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }
}
