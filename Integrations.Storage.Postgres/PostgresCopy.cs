using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Primitives;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Integrations.Storage.Postgres;

/// <summary>PostgreSQL's own pg_dump, at one snapshot with the counts, and psql for one transaction that puts all of it in.</summary>
internal sealed class PostgresCopy(IDbContextFactory<IntegrationsDbContext> contexts) : IDatabaseCopy
{
    private const string Tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename";

    public string FileName => "integrations.pgdump";

    public async Task<Result<CopiedDatabase>> SaveAsync(string path, CancellationToken cancellationToken)
    {
        var settings = await SettingsAsync(cancellationToken);
        await using var connection = await OpenAsync(settings, cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        await using var export = connection.CreateCommand();
        export.CommandText = "SELECT pg_export_snapshot()";
        var snapshot = (string)(await export.ExecuteScalarAsync(cancellationToken))!;
        var contents = await DatabaseContents.ReadAsync(connection, Tables, cancellationToken);
        if (contents.Rows.Count == 0)
        {
            return BackupFailures.NoDatabase;
        }

        var dumped = await PostgresTools.RunAsync(
            "pg_dump", settings, ["--format=custom", "--no-owner", "--no-privileges", $"--snapshot={snapshot}", $"--file={path}"], cancellationToken);
        return dumped is null ? contents : dumped;
    }

    public Task<Failure?> CheckAsync(string path, CancellationToken cancellationToken) =>
        PostgresTools.RunAsync("pg_restore", null, ["--list", path], cancellationToken);

    public async Task<Result<IReadOnlyDictionary<string, long>>> RehearseAsync(string path, CancellationToken cancellationToken)
    {
        // A database of its own would want rights that the hub's account should not have: the whole dump is restored into a script.
        var script = path + ".sql";
        if (await PostgresTools.RunAsync("pg_restore", null, ["--no-owner", "--no-privileges", $"--file={script}", path], cancellationToken) is { } failed)
        {
            return failed;
        }

        return Result<IReadOnlyDictionary<string, long>>.Success(await CopiedRowsAsync(script, cancellationToken));
    }

    public async Task<Failure?> RefuseAsync(bool replace, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(await SettingsAsync(cancellationToken), cancellationToken);
        await using var others = connection.CreateCommand();
        others.CommandText = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'";
        if ((long)(await others.ExecuteScalarAsync(cancellationToken))! > 0)
        {
            return BackupFailures.Running;
        }

        return replace || (await DatabaseContents.ColumnAsync(connection, Tables, cancellationToken)).Count == 0 ? null : BackupFailures.NotEmpty;
    }

    public async Task<Result<CopiedDatabase>> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var settings = await SettingsAsync(cancellationToken);
        var script = path + ".sql";
        var refused = await PostgresTools.RunAsync("pg_restore", null, ["--no-owner", "--no-privileges", $"--file={script}", path], cancellationToken)
            // What was there goes in the same transaction, tables that the archive does not know included.
            ?? await PostgresTools.RunAsync(
                "psql", settings,
                ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--command=DROP SCHEMA IF EXISTS public CASCADE", "--command=CREATE SCHEMA public", $"--file={script}"],
                cancellationToken);
        if (refused is not null)
        {
            return refused;
        }

        await using var connection = await OpenAsync(settings, cancellationToken);
        return await DatabaseContents.ReadAsync(connection, Tables, cancellationToken);
    }

    /// <summary>Lines of each COPY, up to the one that ends it (https://www.postgresql.org/docs/current/sql-copy.html, text format).</summary>
    private static async Task<Dictionary<string, long>> CopiedRowsAsync(string script, CancellationToken cancellationToken)
    {
        const string Begins = "COPY public.";
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        string? table = null;
        await foreach (var line in File.ReadLinesAsync(script, cancellationToken))
        {
            if (table is null)
            {
                if (line.StartsWith(Begins, StringComparison.Ordinal) && line.EndsWith(" FROM stdin;", StringComparison.Ordinal))
                {
                    table = line[Begins.Length..line.IndexOf(" (", StringComparison.Ordinal)].Trim('"');
                    rows[table] = 0;
                }
            }
            else if (line == @"\.")
            {
                table = null;
            }
            else
            {
                rows[table]++;
            }
        }

        return rows;
    }

    private async Task<NpgsqlConnectionStringBuilder> SettingsAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // Not pooled: what looks whether a hub is connected must not find its own idle connections.
        return new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { Pooling = false };
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
