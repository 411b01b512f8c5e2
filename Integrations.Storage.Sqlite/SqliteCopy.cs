using Integrations.Core.Storage;
using Integrations.Core.Storage.Backup;
using Integrations.Primitives;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Sqlite;

/// <summary>SQLite's online backup: one moment's state, while others write.</summary>
internal sealed class SqliteCopy(IDbContextFactory<IntegrationsDbContext> contexts) : IDatabaseCopy
{
    /// <summary>What a database is renamed to that gives way to an archive; the next restore overwrites it.</summary>
    public const string ReplacedSuffix = ".replaced";

    private const string Tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";

    /// <summary>For who has the file for themselves for a moment, such as the last connection that closes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly string[] Parts = ["", "-wal", "-shm"];

    public string FileName => "integrations.db";

    public async Task<Result<CopiedDatabase>> SaveAsync(string path, CancellationToken cancellationToken)
    {
        var file = await FileAsync(cancellationToken);
        if (!File.Exists(file))
        {
            return BackupFailures.NoDatabase;
        }

        await using (var source = await OpenAsync(file, SqliteOpenMode.ReadWrite, cancellationToken))
        await using (var copy = await OpenAsync(path, SqliteOpenMode.ReadWriteCreate, cancellationToken))
        {
            source.BackupDatabase(copy);
        }

        await using var written = await OpenAsync(path, SqliteOpenMode.ReadWrite, cancellationToken);
        return await ReadAsync(written, cancellationToken);
    }

    public async Task<Failure?> CheckAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var copy = await OpenAsync(path, SqliteOpenMode.ReadWrite, cancellationToken);
            await using var check = copy.CreateCommand();
            check.CommandText = "PRAGMA integrity_check(1)";
            return await check.ExecuteScalarAsync(cancellationToken) is "ok" ? null : BackupFailures.Damaged("the database in it fails SQLite's integrity check");
        }
        catch (SqliteException)
        {
            return BackupFailures.Damaged("what should be a database in it is none");
        }
    }

    public async Task<Result<IReadOnlyDictionary<string, long>>> RehearseAsync(string path, CancellationToken cancellationToken)
    {
        var scratch = path + ".scratch";
        await using (var copy = await OpenAsync(path, SqliteOpenMode.ReadWrite, cancellationToken))
        await using (var restored = await OpenAsync(scratch, SqliteOpenMode.ReadWriteCreate, cancellationToken))
        {
            copy.BackupDatabase(restored);
        }

        await using var opened = await OpenAsync(scratch, SqliteOpenMode.ReadWrite, cancellationToken);
        return Result<IReadOnlyDictionary<string, long>>.Success((await ReadAsync(opened, cancellationToken)).Rows);
    }

    public async Task<Failure?> RefuseAsync(bool replace, CancellationToken cancellationToken)
    {
        var file = await FileAsync(cancellationToken);
        if (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            return null;
        }

        using var alone = RunningFile.TryHoldAlone(file);
        return alone is null ? BackupFailures.Running : replace ? null : BackupFailures.NotEmpty;
    }

    public async Task<Result<CopiedDatabase>> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var file = await FileAsync(cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Held while files change places: a hub that is started now waits.
        using var alone = RunningFile.TryHoldAlone(file);
        if (alone is null)
        {
            return BackupFailures.Running;
        }

        // Anyone who looked into the copy may have left a journal of its own beside it.
        await using (var copy = await OpenAsync(path, SqliteOpenMode.ReadWrite, cancellationToken))
        {
            await using var checkpoint = copy.CreateCommand();
            checkpoint.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            await checkpoint.ExecuteNonQueryAsync(cancellationToken);
        }

        var arrived = file + ".arrived";
        File.Copy(path, arrived, overwrite: true);
        foreach (var part in Parts)
        {
            if (File.Exists(file + part))
            {
                File.Move(file + part, file + ReplacedSuffix + part, overwrite: true);
            }
            else
            {
                File.Delete(file + ReplacedSuffix + part);
            }
        }

        File.Move(arrived, file);
        await using var restored = await OpenAsync(file, SqliteOpenMode.ReadWrite, cancellationToken);
        return await ReadAsync(restored, cancellationToken);
    }

    private static Task<CopiedDatabase> ReadAsync(SqliteConnection connection, CancellationToken cancellationToken) => DatabaseContents.ReadAsync(connection, Tables, cancellationToken);

    private async Task<string> FileAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
    }

    private static async Task<SqliteConnection> OpenAsync(string file, SqliteOpenMode mode, CancellationToken cancellationToken)
    {
        // Not pooled: a pooled connection keeps its file open after it is closed.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        // The driver repeats a command that finds the file locked, and not a backup: SQLite itself waits there, if it is told to.
        await using var patience = connection.CreateCommand();
        patience.CommandText = $"PRAGMA busy_timeout = {Patience.TotalMilliseconds:0}";
        await patience.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }
}
