using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Sqlite;

internal sealed class SqliteUpkeep : IDatabaseUpkeep
{
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <summary>For the process that is at it: a step over a large table takes its time.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromMinutes(30);

    private static readonly (string Setting, string Wanted)[] Durable =
        [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("journal_size_limit", "67108864")];

    public string DurabilityQuery => "PRAGMA journal_mode; PRAGMA synchronous; PRAGMA foreign_keys; PRAGMA journal_size_limit;";

    public string? WeaknessOf(string? connectionString, IReadOnlyDictionary<string, string> found)
    {
        // What lives in memory forgets by intent.
        var isFile = SqliteDialect.Instance.Address.FileOf(connectionString) is not null;
        var weak = Durable.Where(wanted => isFile && found[wanted.Setting] != wanted.Wanted).Select(wanted => $"{wanted.Setting} is {found[wanted.Setting]} and not {wanted.Wanted}").ToList();
        return weak.Count > 0 ? $"SQLite did not take its settings: {string.Join(", ", weak)}. Put the file on a local disk (docs/operations.md)." : null;
    }

    /// <summary>Each connection is given its settings when it opens.</summary>
    public Task SettleAsync(IntegrationsDbContext db, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task MigrateAloneAsync(IntegrationsDbContext db, TimeProvider clock, Func<CancellationToken, Task> migrate, CancellationToken cancellationToken)
    {
        if (db.Database.GetDbConnection().DataSource is not { Length: > 0 } file || !File.Exists(file))
        {
            await migrate(cancellationToken);
            return;
        }

        // EF's lock in a SQLite file is a row, which a process that is killed leaves there for ever. The system drops a dead
        // process's locks on files: anyone who has this one knows that such a row has no owner.
        using var alone = await OnlyOneAsync(file + ".migrating", clock, cancellationToken);
        await db.Database.ExecuteSqlAsync($"""DROP TABLE IF EXISTS "__EFMigrationsLock" """, cancellationToken);
        await migrate(cancellationToken);
    }

    public Task AskAsync(IntegrationsDbContext db, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync($"SELECT 1", cancellationToken);

    public async Task<DatabaseFacts> ExamineAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA journal_mode";
        var journal = await command.ExecuteScalarAsync(cancellationToken) as string;
        return new DatabaseFacts(journal, ReadersWait: !string.Equals(journal, "wal", StringComparison.OrdinalIgnoreCase), Time: null);
    }

    private static async Task<FileStream> OnlyOneAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
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
}
