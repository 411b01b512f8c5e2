using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Connections;

/// <summary>How many living connections there are, by state, from what the database notes with each change.</summary>
internal static class ConnectionTallies
{
    /// <summary>More notes than this are put together.</summary>
    private const int Many = 1_000;

    /// <summary>Few enough that a writer's turn is short.</summary>
    private const int BatchSize = 5_000;

    /// <summary>As many as there are at this moment.</summary>
    public static async Task<IReadOnlyDictionary<ConnectionStatus, int>> CountAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        var counted = await db.ConnectionTallies.AsNoTracking().GroupBy(t => t.State).Select(g => new { State = g.Key, Count = g.Sum(t => t.Change) })
            .ToDictionaryAsync(g => g.State, g => g.Count, cancellationToken);
        return Enum.GetValues<ConnectionStatus>().ToDictionary(state => state, counted.GetValueOrDefault);
    }

    /// <summary>Puts notes together once there are many; their sum stays the same.</summary>
    public static async Task FoldAsync(IntegrationsDbContext db, CancellationToken cancellationToken)
    {
        while (await db.ConnectionTallies.OrderBy(t => t.Id).Skip(Many).AnyAsync(cancellationToken) && await FoldSomeAsync(db, cancellationToken) > Many)
        {
        }
    }

    private static Task<int> FoldSomeAsync(IntegrationsDbContext db, CancellationToken cancellationToken) => db.WriteAsync(
        async ct =>
        {
            // What another node puts together is left to it.
            var notes = await db.Dialect.Statements.ForUpdateSkipLocked(db.ConnectionTallies.OrderBy(t => t.Id).Take(BatchSize)).AsNoTracking().ToListAsync(ct);
            var ids = notes.ConvertAll(t => t.Id);
            await db.ConnectionTallies.Where(t => ids.Contains(t.Id)).ExecuteDeleteAsync(ct);
            db.ConnectionTallies.AddRange(notes.GroupBy(t => t.State).Select(g => new ConnectionTally { State = g.Key, Change = g.Sum(t => t.Change) }).Where(t => t.Change != 0));
            await db.SaveChangesAsync(ct);
            db.ChangeTracker.Clear();
            return notes.Count;
        },
        cancellationToken);
}
