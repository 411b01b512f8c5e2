using Integrations.Core.Storage.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Integrations.Core.Storage;

/// <summary>
/// Brings the database to the program's version at start (RELIABILITY D7): a lock keeps two nodes from doing it at once, and
/// a schema that this program does not know is refused.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="clock">Measures how long it is waited for.</param>
/// <param name="logger">Tells that it is waited for.</param>
/// <param name="upgrade">Copies the database before it is migrated; null for databases that hold nothing worth a copy.</param>
public sealed partial class DatabaseStart(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<DatabaseStart> logger, UpgradeBackup? upgrade = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    /// <summary>Any number will do that nobody else uses for a lock in this database.</summary>
    private const long MigrationLock = 0x48756253_63686D61;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <summary>For the node that is at it: a step over a large table takes its time.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(30);

    /// <summary>Migrates; waits up to a minute for a database that is still coming up (RELIABILITY X2).</summary>
    /// <exception cref="UnknownSchemaException">A newer program migrated it.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                if (!await IsUpToDateAsync(db, cancellationToken))
                {
                    await MigrateAsync(db, cancellationToken);
                    // A newer program may have been the quicker one.
                    await IsUpToDateAsync(db, cancellationToken);
                }

                await Durability.RefuseWeakAsync(db, cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or TimeoutException && clock.GetElapsedTime(started) < Patience && IsNotThereYet(exception))
            {
                LogWaiting(logger, attempt, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, attempt)), clock, cancellationToken);
            }
        }
    }

    /// <summary>Whether a query is answered, now and not in a minute; for the readiness check.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        try
        {
            // The driver may take its time to notice that it was cancelled; nobody waits for that.
            await AskAsync(cancellationToken).WaitAsync(Answer, clock, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception.IsDatabaseUnavailable() || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>
    /// Reads the history of migrations itself: EF's migrator builds three models before it finds that nothing is to be done,
    /// which was a third of the program's start.
    /// </summary>
    /// <exception cref="UnknownSchemaException">There are migrations in it that this program lacks.</exception>
    private static async Task<bool> IsUpToDateAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var known = new KnownMigrations(db.Database.GetMigrations());
        var missing = known.Ids.ToHashSet(StringComparer.Ordinal);
        var unknown = new List<string>();
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = """SELECT "MigrationId" FROM "__EFMigrationsHistory" """;
            await using var applied = await command.ExecuteReaderAsync(cancellationToken);
            while (await applied.ReadAsync(cancellationToken))
            {
                if (applied.GetString(0) is var migration && !missing.Remove(migration) && !known.Includes(migration))
                {
                    unknown.Add(migration);
                }
            }

            return unknown.Count == 0 ? missing.Count == 0 : throw new UnknownSchemaException(unknown);
        }
        catch (System.Data.Common.DbException exception) when (!IsNotThereYet(exception))
        {
            // An empty database has no history yet, and a database that is not there at all is made by the migrator.
            return false;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private async Task MigrateAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        db.ForLongWork();
        if (db is not SqliteIntegrationsDbContext)
        {
            // EF's own lock is on a table that an empty database does not have yet. This one ends with the connection, whatever becomes of us.
            await db.Database.OpenConnectionAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
            await CopyAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({MigrationLock})", cancellationToken);
            return;
        }

        if (db.Database.GetDbConnection().DataSource is not { Length: > 0 } file || !File.Exists(file))
        {
            await db.Database.MigrateAsync(cancellationToken);
            return;
        }

        // EF's lock in a SQLite file is a row, which a process that is killed leaves there for ever. The system drops a dead
        // process's locks on files: whoever has this one knows that such a row is nobody's.
        using var alone = await OnlyOneAsync(file + ".migrating", cancellationToken);
        await db.Database.ExecuteSqlAsync($"""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
        await CopyAsync(db, cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>The former program refuses a database that a newer one migrated, so what it can still read is copied first.</summary>
    /// <exception cref="UpgradeRefusedException">It could not be copied; nothing was changed.</exception>
    private async Task CopyAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        // An empty database has nothing to go back to. Another node may have been at it while this one waited for its turn.
        if (upgrade is not null && (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any() && (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            await upgrade.TakeAsync(cancellationToken);
        }
    }

    private async Task<FileStream> OnlyOneAsync(string path, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, OwnerOnly.Options(FileMode.OpenOrCreate));
            }
            catch (IOException) when (clock.GetElapsedTime(started) < LockPatience)
            {
                await Task.Delay(LockPause, clock, cancellationToken);
            }
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Answer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (db is not PostgresIntegrationsDbContext)
        {
            await db.Database.ExecuteSqlAsync($"SELECT 1", patience.Token);
            return;
        }

        // A pool of its own: all connections in use means that the hub is busy, and not that the database is down. Not set on the
        // context, which is used again as it is.
        var settings = new NpgsqlConnectionStringBuilder(db.Database.GetConnectionString()) { ApplicationName = "hub watch", MaxPoolSize = 2, MinPoolSize = 0 };
        await using var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(patience.Token);
        await using var command = new NpgsqlCommand("SELECT 1", connection);
        await command.ExecuteNonQueryAsync(patience.Token);
    }

    private static bool IsNotThereYet(Exception exception) => exception is Npgsql.NpgsqlException { IsTransient: true } or TimeoutException;

    [LoggerMessage(3001, LogLevel.Warning, "The database is not reachable yet (attempt {Attempt}): {Reason}")]
    private static partial void LogWaiting(ILogger logger, int attempt, string reason);
}

/// <summary>The database has migrations that this program lacks: a newer one was here, and this one would not know what it reads and writes.</summary>
public sealed class UnknownSchemaException(IReadOnlyCollection<string> migrations) : Exception(
    $"The database was migrated by a newer version of this program, which knows {string.Join(", ", migrations)}. Start that version, or restore a backup from before (docs/operations.md).")
{
    /// <summary>Those that this program lacks.</summary>
    public IReadOnlyCollection<string> Migrations => migrations;
}
