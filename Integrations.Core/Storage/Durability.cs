using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>
/// What the database says of its own settings, read back at start (RELIABILITY D1): one that did not take, such as a write-ahead
/// log on a network drive, is found out before a commit is lost.
/// </summary>
public static class Durability
{
    private static readonly (string Setting, string Wanted)[] Sqlite =
        [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1"), ("journal_size_limit", "67108864")];

    /// <exception cref="WeakDatabaseException">It might forget what it has acknowledged.</exception>
    internal static async Task RefuseWeakAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(db, cancellationToken);
        if (db is SqliteIntegrationsDbContext)
        {
            // What lives in memory forgets by intent.
            var isFile = db.Database.GetDbConnection().DataSource is { Length: > 0 } source && source != ":memory:";
            var weak = Sqlite.Where(wanted => isFile && found[wanted.Setting] != wanted.Wanted).Select(wanted => $"{wanted.Setting} is {found[wanted.Setting]} and not {wanted.Wanted}").ToList();
            if (weak.Count > 0)
            {
                throw new WeakDatabaseException($"SQLite did not take its settings: {string.Join(", ", weak)}. Put the file on a local disk (docs/operations.md).");
            }
        }
        else if (found["synchronous_commit"] == "off")
        {
            throw new WeakDatabaseException(
                "PostgreSQL's synchronous_commit is off: it would forget commits that were answered. Take it out of its configuration, or ALTER ROLE … SET synchronous_commit = on (docs/operations.md).");
        }
    }

    /// <summary>The settings that decide what a crash forgets, as a connection of the hub has them.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            var found = new Dictionary<string, string>(StringComparer.Ordinal);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = command is SqliteCommand
                ? "PRAGMA journal_mode; PRAGMA synchronous; PRAGMA foreign_keys; PRAGMA journal_size_limit;"
                : "SHOW synchronous_commit";
            await using var answers = await command.ExecuteReaderAsync(cancellationToken);
            do
            {
                if (await answers.ReadAsync(cancellationToken))
                {
                    found[answers.GetName(0)] = Convert.ToString(answers.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!;
                }
            }
            while (await answers.NextResultAsync(cancellationToken));

            return found;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}

/// <summary>The database is set so that it may forget what it has acknowledged.</summary>
public sealed class WeakDatabaseException(string message) : Exception(message);
