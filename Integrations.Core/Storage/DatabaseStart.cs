using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Core.Storage;

/// <summary>Brings the database to the program's version at start; EF's own lock keeps two nodes from doing it at once.</summary>
public sealed partial class DatabaseStart(IDbContextFactory<IntegrationsDbContext> contexts, TimeProvider clock, ILogger<DatabaseStart> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Migrates; waits up to a minute for a database that is still coming up (RELIABILITY X2).</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);
                await db.Database.MigrateAsync(cancellationToken);
                return;
            }
            catch (Exception exception) when (exception is System.Data.Common.DbException or TimeoutException && clock.GetElapsedTime(started) < Patience && IsNotThereYet(exception))
            {
                LogWaiting(logger, attempt, exception.Message);
                await Task.Delay(TimeSpan.FromSeconds(Math.Min(5, attempt)), clock, cancellationToken);
            }
        }
    }

    /// <summary>Whether a query is answered; for the readiness check.</summary>
    public async Task<bool> IsReachableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException or TimeoutException)
        {
            return false;
        }
    }

    private static bool IsNotThereYet(Exception exception) => exception is Npgsql.NpgsqlException { IsTransient: true } or TimeoutException;

    [LoggerMessage(3001, LogLevel.Warning, "The database is not reachable yet (attempt {Attempt}): {Reason}")]
    private static partial void LogWaiting(ILogger logger, int attempt, string reason);
}
