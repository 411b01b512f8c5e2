using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Core.Jobs.Retention;

/// <summary>Rows that have an id and a time.</summary>
/// <param name="old">Those that are older than a time and that nothing needs any more.</param>
/// <param name="oldestFirst">By the column that has the index; null for the id.</param>
internal sealed class RowRetention<TRow>(
    string what, string key, Func<RetentionOptions, int> days, Func<IntegrationsDbContext, DateTimeOffset, IQueryable<TRow>> old, Func<IQueryable<TRow>, IOrderedQueryable<TRow>>? oldestFirst)
    : RetentionRule(what, key, days)
    where TRow : class
{
    private const int BatchSize = 500;
    private const string Id = "Id";

    internal override async Task<int> DeleteAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // Looked for outside of the transaction: the search takes no turn to write.
        var rows = old(db, before);
        var ids = await (oldestFirst?.Invoke(rows) ?? rows.OrderBy(r => EF.Property<Guid>(r, Id))).Select(r => EF.Property<Guid>(r, Id)).Take(BatchSize).ToListAsync(cancellationToken);
        return ids.Count == 0 ? 0 : await db.WriteAsync(ct => old(db, before).Where(r => ids.Contains(EF.Property<Guid>(r, Id))).ExecuteDeleteAsync(ct), cancellationToken);
    }

    internal override Task<bool> AnyAsync(IntegrationsDbContext db, DateTimeOffset before, CancellationToken cancellationToken) => old(db, before).AnyAsync(cancellationToken);
}
