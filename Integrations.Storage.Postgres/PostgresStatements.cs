using Integrations.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Storage.Postgres;

internal sealed class PostgresStatements : IDatabaseStatements
{
    public IQueryable<TEntity> ForUpdate<TEntity>(IQueryable<TEntity> rows) => rows.TagWith(RowLocks.ForUpdate);

    public IQueryable<TEntity> ForUpdateSkipLocked<TEntity>(IQueryable<TEntity> rows) => rows.TagWith(RowLocks.ForUpdateSkipLocked);

    /// <summary>PostgreSQL's own <c>upper</c> knows all letters.</summary>
    public Task KnowUpperCaseAsync(IntegrationsDbContext db, CancellationToken cancellationToken) => Task.CompletedTask;
}
