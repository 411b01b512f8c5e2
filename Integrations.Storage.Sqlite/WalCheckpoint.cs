using Integrations.Core.Storage;
using Integrations.Primitives;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Integrations.Storage.Sqlite;

/// <summary>
/// Brings SQLite's write-ahead log into the database file, when nothing was written for a while and when the program stops
/// (RELIABILITY D1): a short log makes for a quick start, and a file that is whole by itself.
/// </summary>
public sealed partial class WalCheckpoint(IDbContextFactory<IntegrationsDbContext> contexts, WriteLock gate, TimeProvider clock, ILogger<WalCheckpoint> logger)
    : BackgroundLoop(clock, logger), IDatabaseClosing
{
    private long _seen;
    private long _brought;

    /// <summary>Checkpoints that left nothing in the log, since the start.</summary>
    public int Completed { get; private set; }

    protected override TimeSpan Period => TimeSpan.FromSeconds(10);

    /// <summary>A round in which no one wrote since the one before is an idle one.</summary>
    public override async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var turns = gate.Turns;
        if (turns == _seen && turns != _brought)
        {
            // It waits for no one: anyone who reads goes on, and what cannot be brought now is brought later.
            await RunAsync(empty: false, cancellationToken);
            _brought = turns;
        }

        _seen = turns;
        return 0;
    }

    /// <summary>At the stop: the log is emptied.</summary>
    public Task FinishAsync(CancellationToken cancellationToken) => RunAsync(empty: true, cancellationToken);

    private async Task RunAsync(bool empty, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = empty ? "PRAGMA wal_checkpoint(TRUNCATE)" : "PRAGMA wal_checkpoint(PASSIVE)";
        try
        {
            await using var answer = await command.ExecuteReaderAsync(cancellationToken);
            // Busy, pages in the log, pages brought over.
            Completed += await answer.ReadAsync(cancellationToken) && answer.GetInt64(0) == 0 && answer.GetInt64(1) == answer.GetInt64(2) ? 1 : 0;
        }
        catch (SqliteException refused)
        {
            // Nothing is lost: the log is read at the next start.
            LogNotBrought(Logger, refused.Message);
        }
    }

    [LoggerMessage(3004, LogLevel.Warning, "SQLite's write-ahead log was not brought into the database file: {Reason}")]
    private static partial void LogNotBrought(ILogger logger, string reason);
}
