using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>
/// What the database says of its own settings, read back at start (RELIABILITY D1): one that did not take, such as a write-ahead
/// log on a network drive, is found out before a commit is lost.
/// </summary>
public static class Durability
{
    /// <exception cref="WeakDatabaseException">It might forget what it has acknowledged.</exception>
    internal static async Task RefuseWeakAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        if (db.Dialect.Upkeep.WeaknessOf(db.Database.GetConnectionString(), await ReadAsync(db, cancellationToken)) is { } weakness)
        {
            throw new WeakDatabaseException(weakness);
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
#pragma warning disable CA2100 // A constant of the dialect's.
            command.CommandText = db.Dialect.Upkeep.DurabilityQuery;
#pragma warning restore CA2100
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
