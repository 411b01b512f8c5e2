using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage;

/// <summary>Writes that lose a race against another's, and are made again on what stands there then (RELIABILITY I2).</summary>
internal static class LostRaces
{
    /// <summary>Someone else changed or removed a row between its reading and its writing.</summary>
    public static bool IsStale(DbUpdateException failed) => failed is DbUpdateConcurrencyException;

    /// <summary>Reads and writes in a context of its own; after a lost race again, in one that remembers nothing of it.</summary>
    /// <param name="contexts">Gives each attempt its context.</param>
    /// <param name="most">Attempts in all.</param>
    /// <param name="isLost">Which failures another's write explains, such as <see cref="IsStale"/> or <see cref="DatabaseErrors.IsUniqueViolation"/>.</param>
    /// <param name="write">Reads what it needs each time.</param>
    /// <param name="cancellationToken">Ends the waiting for a context; <paramref name="write"/> has its own.</param>
    /// <exception cref="DbUpdateException">Another kind of failure, or the last attempt's.</exception>
    public static async Task<T> WriteAgainAsync<T>(
        this IDbContextFactory<IntegrationsDbContext> contexts, int most, Func<DbUpdateException, bool> isLost, Func<IntegrationsDbContext, Task<T>> write,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            try
            {
                return await write(db);
            }
            catch (DbUpdateException lost) when (attempt < most && isLost(lost))
            {
                // Read again.
            }
        }
    }
}
