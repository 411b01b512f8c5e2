using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Storage.KeyRing;

/// <inheritdoc/>
/// <param name="key">The key's property.</param>
/// <param name="column">The secret's property.</param>
/// <param name="rows">All rows of the entity.</param>
/// <param name="renew">The secret protected by the newest key; null when it cannot be read.</param>
internal sealed class ReencryptedEntityColumn<TEntity, TKey>(string key, string column, Func<IntegrationsDbContext, IQueryable<ProtectedRow<TKey>>> rows, Func<ProtectedRow<TKey>, string?> renew) : ReencryptedColumn
    where TEntity : class
    where TKey : notnull
{
    /// <summary>Few, so that other writers do not wait long.</summary>
    private const int BatchSize = 50;

    /// <summary>Keys of rows that are held in memory.</summary>
    private const int MostAtOnce = 50_000;

    /// <summary>A ring that lost its keys: no use in trying them all every hour.</summary>
    private const int MostUnreadable = 200;

    public override string Name => $"{typeof(TEntity).Name}.{column}";

    public override async Task<int> RenewAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken)
    {
        var (unreadable, renewed) = (new List<TKey>(), 0);
        while (unreadable.Count < MostUnreadable)
        {
            // Only their text says which are older, so finding them reads all: once for very many, and not for each batch.
            var ids = await Older(db, mark).Where(row => !unreadable.Contains(row.Id)).OrderBy(row => row.Id).Select(row => row.Id).Take(MostAtOnce).ToListAsync(cancellationToken);
            foreach (var some in ids.Chunk(BatchSize).TakeWhile(_ => unreadable.Count < MostUnreadable))
            {
                renewed += await RenewAsync(db, await Older(db, mark).Where(row => some.Contains(row.Id)).ToListAsync(cancellationToken), unreadable, cancellationToken);
            }

            if (ids.Count < MostAtOnce)
            {
                break;
            }
        }

        return renewed;
    }

    public override Task<int> CountAsync(IntegrationsDbContext db, string mark, CancellationToken cancellationToken) => Older(db, mark).CountAsync(cancellationToken);

    private Task<int> RenewAsync(IntegrationsDbContext db, List<ProtectedRow<TKey>> batch, List<TKey> unreadable, CancellationToken cancellationToken)
    {
        // The vault may have to write a key of its own: not inside the transaction.
        var fresh = batch.ConvertAll(row => (Row: row, Ciphertext: renew(row)));
        unreadable.AddRange(fresh.Where(f => f.Ciphertext is null).Select(f => f.Row.Id));
        return db.WriteAsync(
            async ct =>
            {
                var written = 0;
                foreach (var (row, ciphertext) in fresh.Where(f => f.Ciphertext is not null))
                {
                    // Compared with what was read: a row that was changed meanwhile was protected by the newest key.
                    written += await db.Set<TEntity>().Where(e => EF.Property<TKey>(e, key)!.Equals(row.Id) && EF.Property<string?>(e, column) == row.Ciphertext)
                        .ExecuteUpdateAsync(set => set.SetProperty(e => EF.Property<string?>(e, column), ciphertext), ct);
                }

                return written;
            },
            cancellationToken);
    }

    private IQueryable<ProtectedRow<TKey>> Older(IntegrationsDbContext db, string mark) => rows(db).Where(row => row.Ciphertext != null && !row.Ciphertext.StartsWith(mark));
}
