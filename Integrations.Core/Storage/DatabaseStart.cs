using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage;

/// <summary>Brings the database to the program's version at start; EF's own lock keeps two nodes from doing it at once.</summary>
public sealed partial class DatabaseStart(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<DatabaseStart> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(1);

    /// <summary>Migrates; waits up to a minute for a database that is still coming up (RELIABILITY X2).</summary>
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
                    await db.Database.MigrateAsync(cancellationToken);
                }

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
    private static async Task<bool> IsUpToDateAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var missing = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = """SELECT "MigrationId" FROM "__EFMigrationsHistory" """;
            await using var applied = await command.ExecuteReaderAsync(cancellationToken);
            while (await applied.ReadAsync(cancellationToken))
            {
                missing.Remove(applied.GetString(0));
            }

            return missing.Count == 0;
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

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Answer);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync($"SELECT 1", patience.Token);
    }

    private static bool IsNotThereYet(Exception exception) => exception is Npgsql.NpgsqlException { IsTransient: true } or TimeoutException;

    [LoggerMessage(3001, LogLevel.Warning, "The database is not reachable yet (attempt {Attempt}): {Reason}")]
    private static partial void LogWaiting(ILogger logger, int attempt, string reason);
}
