using Integrations.Core.Storage.Backup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage;

/// <summary>
/// Brings the database to the program's version at start (RELIABILITY D7): a lock keeps two nodes from doing it at once, and
/// a schema that this program does not know is refused.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="dialect">What its exceptions mean.</param>
/// <param name="clock">Measures how long it is waited for.</param>
/// <param name="logger">Tells that it is waited for.</param>
/// <param name="upgrade">Copies the database before it is migrated; null for databases that hold nothing worth a copy.</param>
public sealed partial class DatabaseStart(
    IDbContextFactory<IntegrationsDbContext> contexts, IDatabaseDialect dialect, TimeProvider clock, ILogger<DatabaseStart> logger, UpgradeBackup? upgrade = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

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

                await db.Dialect.Upkeep.SettleAsync(db, cancellationToken);
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
            // The driver may take its time to notice that it was cancelled; no one waits for that.
            await AskAsync(cancellationToken).WaitAsync(Answer, clock, cancellationToken);
            return true;
        }
        catch (Exception exception) when (dialect.IsUnavailable(exception) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
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
        await db.Dialect.Upkeep.MigrateAloneAsync(
            db, clock,
            async ct =>
            {
                // Another node may have been at it while this one waited for its turn.
                if ((await db.Database.GetPendingMigrationsAsync(ct)).Any())
                {
                    var started = clock.GetTimestamp();
                    LogBegins(logger);
                    await CopyAsync(db, ct);
                    await db.Database.MigrateAsync(ct);
                    LogDone(logger, clock.GetElapsedTime(started).TotalSeconds);
                }
            },
            cancellationToken);
    }

    /// <summary>The former program refuses a database that a newer one migrated, so what it can still read is copied first.</summary>
    /// <exception cref="UpgradeRefusedException">It could not be copied; nothing was changed.</exception>
    private async Task CopyAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        // An empty database has nothing to go back to.
        if (upgrade is not null && (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
        {
            await upgrade.TakeAsync(cancellationToken);
        }
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Answer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Dialect.Upkeep.AskAsync(db, patience.Token);
    }

    private static bool IsNotThereYet(Exception exception) => exception is System.Data.Common.DbException { IsTransient: true } or TimeoutException;

    [LoggerMessage(3005, LogLevel.Information, "The database is being made, or brought to this version; that can take minutes, and the hub serves after it")]
    private static partial void LogBegins(ILogger logger);

    [LoggerMessage(3006, LogLevel.Information, "The database has this version's tables now, after {Seconds:0.0} s")]
    private static partial void LogDone(ILogger logger, double seconds);

    [LoggerMessage(3001, LogLevel.Warning, "The database is not reachable yet (attempt {Attempt}): {Reason}")]
    private static partial void LogWaiting(ILogger logger, int attempt, string reason);
}
